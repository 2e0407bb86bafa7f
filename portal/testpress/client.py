"""The whole API as one student sees it."""

from __future__ import annotations

from contextlib import suppress

from .attempts import Attempts
from .errors import Error, Unexpected
from .exams import Exams
from .institute import InstituteSettings
from .posts import Posts
from .products import Products
from .questions import Questions
from .reading import JSON, read
from .review import Review
from .transport import TOKEN, Connection, Transport
from .users import Users


class Client:
    """The resources, signed with one student's token. Cheap: make one per request.

    Every call may raise Unreachable, Unexpected, or a Refused; and ValueError for
    an id or a slug that isn't one, before anything is sent.
    """

    def __init__(self, transport: Transport, token: str | None = None) -> None:
        connection = Connection(transport, token)
        self._connection = connection
        self._unsigned = Connection(transport)
        self.users = Users(connection)
        self.exams = Exams(connection)
        self.attempts = Attempts(connection)
        self.questions = Questions(connection)
        self.review = Review(connection)
        self.products = Products(connection)
        self.posts = Posts(connection)

    def sign_in(self, *, username: str, password: str) -> str:
        """POST auth-token/: a token for this student. Invalid if they don't match.

        Whether it is let in everywhere shows with the first call: Forbidden with
        `is_parallel_login` comes then.
        """
        body = {"username": username, "password": password}
        return read(_token, self._unsigned.post("auth-token/", body))

    def signed_as(self, token: str) -> Client:
        """The same API, signed with another token."""
        return Client(self._connection.transport, token)

    def ping(self) -> None:
        """Ask anything at all, unsigned, to see whether the API answers."""
        self._unsigned.get("me/")

    def try_sign_out(self) -> None:
        """`sign_out` where it can be done; leaving must work without the API."""
        if self._connection.token:
            with suppress(Error):
                self.sign_out()

    def sign_out(self) -> None:
        """POST auth/logout/ (v2.4): the token ends at the API too."""
        self._connection.post("auth/logout/", version="v2.4")

    def sign_out_other_devices(self) -> None:
        """POST auth/logout_devices/ (v2.4): all tokens but this one end."""
        self._connection.post("auth/logout_devices/", version="v2.4")

    def institute_settings(self) -> InstituteSettings:
        """GET settings/ (v2.3), without a token: open to everyone."""
        data = self._unsigned.get("settings/", version="v2.3")
        return read(InstituteSettings.parse, data)


def _token(data: JSON) -> str:
    token = data["token"]
    if not isinstance(token, str) or not TOKEN.fullmatch(token):
        raise Unexpected("the answer has a token that can't be one")
    return token
