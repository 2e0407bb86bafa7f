"""What an id or a slug in an address can be: nothing that could lead elsewhere."""

from django.urls import register_converter


class Number:
    """An id: a whole number that any API of ours could count to."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class Word:
    """A slug: letters, digits, hyphens and underscores, in any script."""

    regex = r"[-\w]{1,500}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def register() -> None:
    register_converter(Number, "number")
    register_converter(Word, "word")
