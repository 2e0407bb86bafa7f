"""`/me/` and `/users/`: the student, and what others may see of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .reading import JSON, day, identity, picture, read, text, words
from .transport import Connection

_PHOTOS = ("medium_image", "large_image", "photo", "small_image")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicProfile:
    """What anyone signed in may know of a student. `photo_url` may be ""."""

    id: int
    username: str
    display_name: str
    first_name: str
    last_name: str
    photo_url: str

    @classmethod
    def parse(cls, data: JSON) -> PublicProfile:
        return cls(
            id=identity(data["id"]),
            username=text(data.get("username")),
            display_name=text(data.get("display_name")),
            first_name=text(data.get("first_name")),
            last_name=text(data.get("last_name")),
            photo_url=picture(data, *_PHOTOS),
        )

    @property
    def name(self) -> str:
        """What to call them: display name, else first and last name, else username."""
        full = f"{self.first_name} {self.last_name}".strip()
        return self.display_name.strip() or full or self.username

    @property
    def initials(self) -> str:
        """One or two letters to stand for a photo."""
        words = self.name.split()
        return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(PublicProfile):
    """The student's own profile. `state` and `gender` are words, as /me/ has them."""

    email: str
    phone: str
    birth_date: date | None
    gender: str
    address1: str
    address2: str
    city: str
    state: str
    zip: str
    batches: tuple[str, ...]

    @classmethod
    def parse(cls, data: JSON) -> Profile:
        return cls(
            id=identity(data["id"]),
            username=text(data.get("username")),
            display_name=text(data.get("display_name")),
            first_name=text(data.get("first_name")),
            last_name=text(data.get("last_name")),
            photo_url=picture(data, *_PHOTOS),
            email=text(data.get("email")),
            phone=text(data.get("phone")),
            birth_date=day(data.get("birth_date")),
            gender=_in_words(data.get("gender")),
            address1=text(data.get("address1")),
            address2=text(data.get("address2")),
            city=text(data.get("city")),
            state=_in_words(data.get("state")),
            zip=text(data.get("zip")),
            batches=words(data.get("batches")),
        )


class Users:
    """The calls on users. See the users chapter, v2.1 (served as v2.2)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def me(self) -> Profile:
        """GET me/."""
        return read(Profile.parse, self._connection.get("me/"))

    def get(self, id: int) -> PublicProfile:
        """GET users/<id>/: the public part, also where more was sent."""
        return read(PublicProfile.parse, self._connection.get(f"users/{int(id)}/"))

    def update(self, id: int, changes: Mapping[str, str | None]) -> None:
        """PUT users/<id>/ with some fields, named as the API names them; None takes a
        date away.

        Read `me` afterwards: the reply has codes for words (gender 2), and lacks
        fields. Raises Invalid, with what is wrong by field.
        """
        self._connection.put(f"users/{int(id)}/", dict(changes))


def _in_words(value: JSON) -> str:
    """A word; a code, which nobody explained, counts as nothing."""
    return value if isinstance(value, str) and not value.isdecimal() else ""
