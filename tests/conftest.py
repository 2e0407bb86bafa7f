"""What tests share: a faked API, a signed-in student, a visitor who looks closely."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import responses
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from responses.matchers import query_param_matcher

from portal import institutes, testpress
from portal.institutes import Institute
from portal.web import sessions
from tests import payloads
from tests.pages import Page

ORIGIN = payloads.ORIGIN
TOKEN = "header.claims.signature"


class Api(responses.RequestsMock):
    """The API's far end, by plan: an unplanned request fails, and so does a planned
    one that never came.
    """

    def will_answer(
        self,
        method: str,
        path: str,
        data: Any = None,
        *,
        query: dict[str, str] | None = None,
        version: str = "v2.2",
        **rest: Any,
    ) -> responses.BaseResponse:
        """Answer `data` (or `body=…`); with `query` only where it is asked so."""
        if "body" not in rest:
            rest["json"] = data
        if query is not None:
            rest["match"] = [query_param_matcher(query)]
        return self.add(method, f"{ORIGIN}/api/{version}/{path}", **rest)

    def will_not_answer(self, method: str, path: str) -> responses.BaseResponse:
        """An outage: the connection is refused, however often it is tried."""
        return self.will_answer(method, path, body=requests.ConnectionError())

    @property
    def asked(self) -> list[str]:
        """What was asked, in order: "GET exams/optics/"."""
        start = len(f"{ORIGIN}/api/v2.2/")
        return [f"{c.request.method} {str(c.request.url)[start:]}" for c in self.calls]

    @property
    def sent(self) -> Any:
        """The JSON body of the latest request that had one."""
        bodies = [c.request.body for c in self.calls if c.request.body]
        return json.loads(bodies[-1])


@pytest.fixture
def api() -> Iterator[Api]:
    with Api() as api:
        yield api


class Clock:
    """It goes when a test moves it: `clock.now += 5`."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()
    # One test's outage is no other's.
    institutes.transport_for.cache_clear()


@pytest.fixture
def stranger(db: None) -> Client:
    """A browser in which nobody is signed in."""
    return Client()


@pytest.fixture
def student(db: None) -> Client:
    """A browser in which Asha (id 17) is signed in."""
    return signed_in(17, "Asha Nair")


def signed_in(id: int, name: str) -> Client:
    """A browser in which this student is signed in, without asking the API."""
    client = Client()
    session = client.session
    profile = testpress.Profile.parse(
        payloads.profile(id=id, display_name=name, username=name)
    )
    institute = Institute(key="default", api_url=ORIGIN)
    sessions.sign_in(session, institute, TOKEN, profile)
    session.save()
    client.cookies["session"] = session.session_key
    return client


Visit = Callable[..., Page]


@pytest.fixture
def visit() -> Visit:
    """Fetch a page as this browser, check what every page must be, and read it."""

    def visit(client: Client, path: str, *, status: int = 200, **extra: Any) -> Page:
        response: HttpResponse = client.get(path, **extra)
        assert response.status_code == status, f"{response.status_code} at {path}"
        page = Page(response.content.decode())
        page.check()
        return page

    return visit
