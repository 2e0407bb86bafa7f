"""Sentry hears of errors what our log says of them, and not a word more."""

import json
import logging

import pytest
import sentry_sdk
from sentry_sdk.transport import Transport

from portal.web import sentry
from tests.security.far_end import FarEnd
from tests.security.test_logs import CANARY, FORM, HEADERS


class Post(Transport):
    """Keeps what would be sent."""

    sent = []

    def capture_envelope(self, envelope):
        self.sent.append(envelope.serialize().decode())


@pytest.fixture
def sent():
    Post.sent = []
    dsn = "https://key@sentry.example/1"
    handler = sentry.start(dsn, transport=Post, environment="tests")
    yield Post.sent
    logging.getLogger().removeHandler(handler)
    sentry_sdk.get_client().close(timeout=0)
    sentry_sdk.get_global_scope().set_client(None)


@pytest.fixture
def far_end(api):
    return FarEnd().behind(api)


def events(sent):
    return [json.loads(envelope.splitlines()[-1]) for envelope in sent]


def test_a_bug_is_told_with_its_place_and_nothing_of_the_student(
    student, far_end, sent, monkeypatch
):
    student.raise_request_exception = False
    student.cookies["extra"] = CANARY

    def breaks(*arguments, **named):
        secret = f"{CANARY}: {arguments} {named}"
        try:
            raise ValueError(secret)
        except ValueError as error:
            raise KeyError(secret) from error

    monkeypatch.setattr("portal.testpress.questions.Questions.answer", breaks)
    monkeypatch.setattr("portal.testpress.client.Client.sign_in", breaks)
    monkeypatch.setattr("portal.testpress.attempts.Attempts.get", breaks)

    answer = student.post(
        "/attempts/400/questions/101/", {"short_text": CANARY}, **HEADERS
    )
    student.post("/login/", FORM, **HEADERS)
    student.get("/attempts/400/", **HEADERS)

    assert answer.status_code == 500
    assert len(sent) >= 3
    told = events(sent)[0]
    assert told["tags"] == {"request_id": answer["X-Request-ID"]}
    kinds = [error["type"] for error in told["exception"]["values"]]
    assert kinds == ["ValueError", "KeyError"]
    frames = told["exception"]["values"][1]["stacktrace"]["frames"]
    assert any(frame["function"] == "save_answer" for frame in frames)
    text = "".join(sent)
    assert CANARY not in text
    assert "cookie" not in text.lower()
    assert student.cookies["session"].value not in text
    assert "server_name" not in text


def test_an_error_line_is_told_in_our_own_words(student, far_end, sent):
    far_end.refusal = 500, {"detail": CANARY}

    student.get("/posts/", **HEADERS)

    told = events(sent)[0]
    assert told["logger"] == "portal.web.errors"
    assert "in a way we don't know" in told["logentry"]["message"]
    assert CANARY not in "".join(sent)


def test_a_bad_day_upstream_is_not_an_error(student, api, sent):
    api.will_not_answer("GET", "posts/")

    student.get("/posts/")

    assert sent == []


def test_nonsense_of_a_stranger_is_not_an_error(stranger, sent):
    assert stranger.get("/login/", headers={"host": "evil.example"}).status_code == 400

    assert sent == []


def test_what_is_no_line_of_our_log_is_not_sent(sent):
    sentry_sdk.capture_message(CANARY)
    sentry_sdk.capture_exception(ValueError(CANARY))

    assert sent == []


def test_the_canary_can_sing(sent):
    """What stays unsent was there to be sent: without our list it would have been."""
    sentry_sdk.get_client().options["before_send"] = None

    logging.getLogger("tests").error("An error: %s", CANARY)

    assert CANARY in "".join(sent)
