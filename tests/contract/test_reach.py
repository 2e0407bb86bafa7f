"""Every endpoint of the documents is reached by a student, three clicks from home.

A crawler signs in and follows what a student could: links, buttons, and what htmx
loads by itself. What it leads to is read off the sandbox's own log of calls.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from portal import institutes
from portal.sandbox.server import Server
from tests.stack import PASSWORD

CLICKS = 3
# A list of a hundred exams leads nowhere new after the first few.
MOST_OF_A_KIND = 6
ENDPOINTS = {
    "POST auth-token/",
    "GET me/",
    "GET users/#/",
    "PUT users/#/",
    "GET exams/",
    "GET exams/*/",
    "GET exams/available/",
    "GET exams/upcoming/",
    "GET exams/history/",
    "GET attempts/",
    "GET exams/*/attempts/",
    "POST exams/*/attempts/",
    "GET attempts/#/",
    "PUT attempts/#/start/",
    "PUT attempts/#/heartbeat/",
    "PUT attempts/#/end/",
    "GET attempts/#/questions/",
    "PUT attempts/#/questions/#/",
    "GET attempts/#/review/",
    "GET attempts/#/review/subjects/",
    "GET products/",
    "GET products/*/",
    "GET posts/",
    "GET posts/*/",
}
LEFT_FOR_LAST = {"login", "logout", "sign-out-others", "attempt-end"}


class Doors(HTMLParser):
    """What can be pressed on a page: links, and forms with what they would send."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[dict[str, object]] = []
        self._form: dict[str, object] | None = None
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in at:
            self.links.append(at["href"])
        if "hx-get" in at:
            self.links.append(at["hx-get"])
        if beat := at.get("data-heartbeat"):
            self.forms.append({"method": "post", "action": beat, "fields": {}})
        if tag == "form" and at.get("action"):
            self._form = {
                "method": at.get("method", "get").lower(),
                "action": at["action"],
                "fields": {},
            }
            self.forms.append(self._form)
        if self._form and at.get("name") and tag in ("input", "textarea", "select"):
            self._fill(at)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _fill(self, at: dict[str, str]) -> None:
        fields = self._form["fields"] if self._form else {}
        assert isinstance(fields, dict)
        is_choice = at.get("type") in ("radio", "checkbox")
        if is_choice and at["name"] == "selected_answers":
            fields.setdefault("selected_answers", at["value"])
        elif at["name"] == "q":
            fields["q"] = "mock"
        elif at["name"] == "first_name":
            fields["first_name"] = "Newly"
        elif not is_choice:
            fields.setdefault(at["name"], at.get("value", ""))


class Student:
    """Presses everything within reach, each kind of page a few times."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser
        self.seen: Counter[str] = Counter()
        self.pressed: set[str] = set()

    def explore(self) -> None:
        pages = deque([("/", 0)])
        while pages:
            address, clicks = pages.popleft()
            source = self.look(address)
            doors = Doors(source)
            for form in doors.forms:
                landed = self.press(form, address)
                if landed and clicks < CLICKS:
                    pages.append((landed, clicks + 1))
            if clicks < CLICKS:
                pages.extend(
                    (link, clicks + 1) for link in self.ours(doors.links, address)
                )

    def look(self, address: str) -> str:
        response = self.browser.get(address, follow=True)
        assert response.status_code < 500, f"{response.status_code} at {address}"
        if response.headers.get("Content-Type", "").startswith("text/html"):
            return response.content.decode()
        return ""

    def ours(self, links: list[str], here: str) -> Iterator[str]:
        for link in links:
            address = urljoin(here, link)
            parts = urlsplit(address)
            if parts.netloc or not parts.path.startswith("/"):
                continue
            without_place = address.split("#")[0]
            if self.is_worth_it(parts.path, without_place):
                yield without_place

    def is_worth_it(self, path: str, what: str) -> bool:
        try:
            kind = resolve(path).url_name or path
        except Resolver404:
            pytest.fail(f"a link to nowhere: {path}")
        if what in self.pressed or kind in LEFT_FOR_LAST:
            return False
        self.pressed.add(what)
        self.seen[kind] += 1
        return self.seen[kind] <= MOST_OF_A_KIND

    def press(self, form: dict[str, object], here: str) -> str:
        action = urljoin(here, str(form["action"]))
        what = f"{form['method']} {action}"
        if not self.is_worth_it(urlsplit(action).path, what):
            return ""
        send = self.browser.post if form["method"] == "post" else self.browser.get
        response = send(action, form["fields"])
        assert response.status_code < 500, f"{response.status_code} of {what}"
        return response.headers.get("Location", "")


def test_every_endpoint_is_found_within_three_clicks(sandbox: Server, settings, db):
    settings.TESTPRESS_API_URL = sandbox.url
    institutes._from_environment.cache_clear()
    sandbox.world.forget_calls()
    browser = Client()
    signing_in = {"username": "asha", "password": PASSWORD}
    assert browser.post("/login/", signing_in).status_code == 303

    Student(browser).explore()
    attempt = sandbox.world.calls("PUT", "/heartbeat/")[-1]["path"].split("/")[-3]
    browser.post(f"/attempts/{attempt}/end/")

    institutes._from_environment.cache_clear()
    asked = {as_documented(call) for call in sandbox.world.calls()}
    assert asked >= ENDPOINTS, f"never asked: {sorted(ENDPOINTS - asked)}"


def as_documented(call: dict[str, str]) -> str:
    path = re.sub(r"^/api/v[\d.]+/", "", call["path"]).split("?")[0]
    path = re.sub(r"/\d+/", "/#/", path)
    path = re.sub(r"/\d+/", "/#/", path)
    path = re.sub(
        r"^(exams|products|posts)/(?!available/|upcoming/|history/)[^/]+/",
        r"\1/*/",
        path,
    )
    return f"{call['method']} {path}"
