"""One process of several that all want the same: `python -m tests.machines.racer`.

Prints a line for each lock that it was given, once it is told to go (a line on its
standard input), so that all begin together.
"""

import sys

import django


def main(locks: int) -> None:
    django.setup()
    from django.core.cache import cache

    cache.get("warm")
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(locks):
        if cache.add(f"race:{number}", True, 60):
            print(number)


if __name__ == "__main__":
    main(int(sys.argv[1]))
