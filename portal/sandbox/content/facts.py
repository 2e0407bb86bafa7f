"""Seventy facts for general studies.

`facts.txt` has one on each line: subject, question, answer, three that aren't.
"""

import random
from pathlib import Path

from portal.sandbox.content import kit


def questions() -> list[kit.Question]:
    dice = random.Random("facts")
    lines = (Path(__file__).parent / "facts.txt").read_text().splitlines()
    return [_question(line, dice) for line in lines]


def _question(line: str, dice: random.Random) -> kit.Question:
    subject, text, right, *wrong = (part.strip() for part in line.split(" | "))
    options = [right, *wrong]
    dice.shuffle(options)
    place = options.index(right)
    why = f"The answer is {right}."
    return kit.one(f"General Studies/{subject}", text, options, place, why)
