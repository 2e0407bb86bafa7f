"""What is written down: enough to find out, and nothing that anybody typed or is."""

import io
import json
import logging
import re
import time
from types import SimpleNamespace

import pytest
from django.test import Client

from portal import testpress
from portal.web import logs
from tests import payloads
from tests.conftest import TOKEN
from tests.security import routes
from tests.security.far_end import FarEnd
from tests.security.routes import ROUTES, address, answering

# Planted wherever a student's data may stand.
CANARY = "canary7f3a"
FORM = {
    "username": f"{CANARY}-name",
    "password": f"{CANARY}-word",
    "next": f"/exams/?q={CANARY}",
    "selected_answers": f"{CANARY}",
    "essay_text": f"{CANARY} essay",
    "short_text": f"{CANARY}",
    "answers": json.dumps({"101": {"essay_text": CANARY}}),
    "first_name": CANARY,
    "city": CANARY,
    "email": f"{CANARY}@x.example",
    "birth_date": "2007-08-27",
    "version": "1",
    "writer": f"{int(time.time() * 1e9):020d}-0123abcd",
    "csrfmiddlewaretoken": CANARY,
    "theme": CANARY,
}
HEADERS = {
    "HTTP_REFERER": f"http://testserver/{CANARY}",
    "HTTP_USER_AGENT": CANARY,
    "HTTP_AUTHORIZATION": f"JWT {CANARY}",
    "HTTP_X_REQUEST_ID": CANARY,
    "HTTP_HX_CURRENT_URL": f"http://testserver/exams/?q={CANARY}",
    "QUERY_STRING": f"q={CANARY}&key={CANARY}",
}


@pytest.fixture
def written():
    """All that the portal's own handler writes, as production has it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Json())
    handler.addFilter(logs.RequestId())
    handler.setLevel(logging.DEBUG)
    root = logging.getLogger()
    root.addHandler(handler)
    yield SimpleNamespace(
        text=stream.getvalue,
        lines=lambda: [json.loads(line) for line in stream.getvalue().splitlines()],
    )
    root.removeHandler(handler)


def audited(written):
    return [line for line in written.lines() if line["logger"] == "portal.audit"]


@pytest.fixture
def far_end(api):
    def planted(path, data):
        text = json.dumps(data)
        for word in ("Asha", "What bends light?", "A lens", "Bring a pen."):
            text = text.replace(word, CANARY)
        return json.loads(text)

    return FarEnd(planted).behind(api)


def everything_asked(student, far_end):
    """Each route, in each of its ways, well and badly."""
    student.cookies["extra"] = CANARY
    for refusal in (None, *((s, {"detail": CANARY}) for s in (400, 403, 404, 500))):
        far_end.refusal = refusal
        for name in routes.NAMES:
            for verb in ROUTES[name].verbs.split():
                if name == "logout":
                    continue
                data = FORM if verb == "POST" else {}
                getattr(student, verb.lower())(address(name), data, **HEADERS)


def test_nothing_of_a_students_is_written_down(student, far_end, written):
    everything_asked(student, far_end)

    text = written.text()
    assert text.count("\n") > 100
    assert CANARY not in text
    assert TOKEN not in text
    assert student.cookies["session"].value not in text


def test_not_even_by_a_traceback(student, far_end, written, monkeypatch):
    student.raise_request_exception = False

    def breaks(*arguments, **named):
        secret = f"{CANARY}: {arguments} {named}"
        try:
            raise ValueError(secret)
        except ValueError as error:
            raise KeyError(secret) from error

    for name in ("Attempts.get", "Attempts.heartbeat"):
        monkeypatch.setattr(f"portal.testpress.attempts.{name}", breaks)
    monkeypatch.setattr("portal.testpress.questions.Questions.answer", breaks)
    monkeypatch.setattr("portal.testpress.client.Client.sign_in", breaks)

    codes = [
        student.post("/login/", FORM, **HEADERS).status_code,
        student.post(
            "/attempts/400/questions/101/", {"short_text": CANARY}
        ).status_code,
        student.get("/attempts/400/").status_code,
    ]

    lines = [line for line in written.lines() if "traceback" in line]
    assert codes == [500, 500, 500]
    assert len(lines) == 3
    assert "builtins.KeyError" in lines[0]["traceback"]
    assert any("views.py" in where for where in lines[0]["traceback"])
    assert lines[0]["request_id"]
    assert CANARY not in written.text()


def test_a_request_is_a_line_with_its_route_and_its_times(student, far_end, written):
    response = student.get("/exams/optics/?q=x")

    line = written.lines()[-1]
    assert line["logger"] == "portal.requests"
    assert line["route"] == "exam-detail"
    assert line["status"] == 200
    assert line["ms"] >= line["api_ms"] >= 0
    assert line["api_calls"] == len(far_end.asked)
    assert line["request_id"] == response["X-Request-ID"]
    assert line["level"] == "INFO"


def test_no_id_is_taken_from_outside(student, far_end, written):
    evil = "x\r\nSet-Cookie: y=1"
    response = student.get("/me/", headers={"X-Request-ID": evil})

    assert re.fullmatch("[0-9a-f]{16}", response["X-Request-ID"])


def test_calls_made_in_the_background_count_too(student, far_end, written):
    student.get("/attempts/400/")
    far_end.asked.clear()
    student.get("/attempts/400/")

    assert written.lines()[-1]["api_calls"] == len(far_end.asked) >= 2


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("login", "sign-in"),
        ("logout", "sign-out"),
        ("attempt-create", "start"),
        ("attempt-start", "resume"),
        ("attempt-end", "end"),
        ("attempt-writer", "take-over"),
    ],
)
def test_what_matters_is_audited(student, far_end, written, name, event):
    student.post(address(name), {"username": "asha", "password": "x", "answers": "{}"})

    line = audited(written)[-1]
    assert line["event"] == event
    assert line["student"] == 17
    assert line["institute"] == "default"
    if "id" in ROUTES[name].values:
        assert line["id"] == 400


@pytest.mark.parametrize("name", ["attempt-create", "calendar-create", "profile"])
def test_what_a_stranger_tried_is_not_written_down_as_done(stranger, written, name):
    response = stranger.post(address(name))

    line = audited(written)[-1]
    assert response.status_code == 302
    assert (line["outcome"], line["reason"]) == ("refused", "not signed in")


def test_a_start_that_the_institute_refused_is_not_written_down_as_done(
    student, api, written
):
    api.will_answer("GET", "exams/optics/attempts/", payloads.page())
    api.will_answer("POST", "exams/optics/attempts/", {"detail": "No."}, status=403)

    response = student.post("/exams/optics/attempts/")

    assert response.status_code == 303
    assert audited(written)[-1]["outcome"] == "refused"


def test_a_refused_sign_in_says_why_and_for_which_account_without_naming_it(
    stranger, api, written
):
    api.will_answer("POST", "auth-token/", {"non_field_errors": ["No."]}, status=400)

    for _ in range(2):
        stranger.post("/login/", {"username": "asha", "password": "wrong"})

    first, second = audited(written)
    assert first["outcome"] == "refused"
    assert first["reason"] == "wrong password"
    assert first["account"] == second["account"]
    assert re.fullmatch("[0-9a-f]{24}", first["account"])
    assert "asha" not in written.text()


def test_every_form_is_audited_or_known_not_to_be():
    tastes = {"attempt-language", "preferences"}
    quiet = {"answer-save", "answer-files", "attempt-heartbeat", "check"} | tastes

    assert set(answering("POST")) == set(logs.AUDITED) | quiet


def test_nonsense_of_a_stranger_is_a_note_and_has_no_traceback():
    (console,) = [h for h in logging.getLogger().handlers if h.name == "console"]
    assert any(isinstance(each, logs.Strangers) for each in console.filters)
    record = logging.LogRecord(
        "django.security.DisallowedHost", logging.ERROR, "", 0, "evil.example", (),
        (ValueError, ValueError("evil.example"), None),
    )  # fmt: skip
    logs.Strangers().filter(record)
    line = json.loads(logs.Json().format(record))
    assert line["level"] == "INFO"
    assert "traceback" not in line
    assert "evil" not in json.dumps(line)


def test_a_line_stays_a_line():
    record = logging.makeLogRecord(
        {"name": "x", "levelname": "INFO", "msg": "a\r\nERROR y: b\x1b[31m\u2028c"}
    )

    assert "\n" not in logs.Json().format(record)
    assert logs.Lines().format(record).isprintable()


def test_what_stays_unwritten_was_there_to_be_written(student, far_end, written):
    """The canary can sing: an ordinary formatter would have given it away."""
    plain = io.StringIO()
    handler = logging.StreamHandler(plain)
    logging.getLogger().addHandler(handler)
    student.raise_request_exception = False
    try:
        student.get(f"/{CANARY}/")
        logging.getLogger("django.request").error(
            "Not Found: %s", f"/{CANARY}/", exc_info=ValueError(CANARY)
        )
    finally:
        logging.getLogger().removeHandler(handler)

    assert CANARY in plain.getvalue()
    assert CANARY not in written.text()


def test_every_client_has_ids_of_its_own():
    ids = {Client().get("/healthz/")["X-Request-ID"] for _ in range(50)}

    assert len(ids) == 50


def test_a_bad_day_upstream_is_no_error(student, far_end, written):
    far_end.refusal = 503, {}

    response = student.get("/posts/")

    assert response.status_code == 503
    assert {line["level"] for line in written.lines()} <= {"INFO", "WARNING"}


def test_what_takes_long_is_a_warning(student, far_end, written, settings):
    settings.SLOW_SECONDS = 0

    student.get("/attempts/400/review/")

    slow = [line for line in written.lines() if line["logger"] == "portal.api"]
    assert slow[0]["level"] == "WARNING"
    assert slow[0]["message"] == "Slow: GET"
    assert slow[0]["api_path"] == "attempts/*"
    assert slow[0]["request_id"]
    assert written.lines()[-1]["level"] == "WARNING"


def test_what_was_slow_is_told_without_ids_and_slugs(written, settings):
    settings.SLOW_SECONDS = 2
    logs.observe(testpress.Call("GET", f"exams/{CANARY}/attempts/", None, 8.0))
    logs.observe(testpress.Call("GET", "exams/optics/", 200, 1.9))

    (line,) = written.lines()
    assert line["api_path"] == "exams/*/attempts"
    assert line["api_status"] is None
