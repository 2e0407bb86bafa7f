"""Where requests may go, and what may be in them."""

import ast
from pathlib import Path

import pytest
import requests

from portal import testpress
from portal.testpress.transport import Transport

from .conftest import ORIGIN


@pytest.mark.parametrize(
    "address",
    [
        "https://demo.testpress.in",
        "https://demo.testpress.in/",
        "https://demo.testpress.in/api",
        "https://demo.testpress.in/api/v2.2/",
        " https://demo.testpress.in/api/v2.1 ",
    ],
)
def test_an_institutes_address_may_end_in_several_ways(address, api):
    api.will_answer("GET", "me/", {"id": 1})

    assert Transport(address).request("GET", "me/") == {"id": 1}


@pytest.mark.parametrize(
    "address",
    [
        "",
        "demo.testpress.in",
        "ftp://demo.testpress.in",
        "https://",
        "https://user:password@demo.testpress.in",
        "https://demo.testpress.in/?x=1",
        "https://demo.testpress.in/#x",
        "https://demo.testpress.in/admin/",
    ],
)
def test_what_is_not_an_institutes_address_is_told_at_once(address):
    with pytest.raises(ValueError, match="TESTPRESS_API_URL"):
        Transport(address)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/me/",
        "//evil.example/",
        "https://evil.example/",
        "@evil.example/",
        "attempts/1/../2/",
        "../../admin/",
        "attempts/./1/",
        "attempts/%2e%2e/2/",
        "attempts//1/",
        "attempts/1/?x=1",
        "attempts/1/#x",
        "attempts/1;x/",
        "attempts/1\\2/",
        "attempts/1 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "attempts/1\n/",
        "attempts/1\x00/",
        "exams/a b/",
        "exams/\u2025/",
    ],
)
def test_a_path_that_could_lead_elsewhere_is_refused_before_anything_is_sent(path, api):
    with pytest.raises(ValueError, match="path"):
        Transport(ORIGIN).request("GET", path, token="a.b.c")

    assert len(api.calls) == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.exams.get("../me"),
        lambda s: s.exams.get(""),
        lambda s: s.exams.get("a/b"),
        lambda s: s.exams.get("x?y=1"),
        lambda s: s.exams.get("x\n"),
        lambda s: s.exams.list("../me"),
        lambda s: s.attempts.of_exam("../me"),
        lambda s: s.attempts.create("%2e%2e"),
        lambda s: s.attempts.get("1/../2"),
        lambda s: s.attempts.end("x"),
        lambda s: s.questions.answer(1, "2/../3", testpress.Answer()),
        lambda s: s.questions.all("1?page=2"),
        lambda s: s.review.all(".."),
        lambda s: s.products.get("x y"),
        lambda s: s.posts.get("x#y"),
        lambda s: s.users.get("me"),
    ],
)
def test_an_id_or_a_slug_that_is_none_asks_nothing(call, api, student):
    with pytest.raises(ValueError, match=r"slug|exam|int\(\)"):
        call(student)

    assert len(api.calls) == 0


@pytest.mark.parametrize(
    "token", ["", "a\r\nX-Admin: 1", "a\nb", "a b", "caf\u00e9", "a\x00"]
)
def test_a_token_cannot_bring_a_header_with_it(token, api):
    with pytest.raises(ValueError, match="token"):
        Transport(ORIGIN).request("GET", "me/", token=token)

    assert len(api.calls) == 0


@pytest.mark.parametrize("version", ["", "2.2", "v2.2/../v1", "v2.2\n", "../x"])
def test_a_version_is_a_version(version):
    with pytest.raises(ValueError, match="version"):
        Transport(ORIGIN, version=version)


def test_every_request_has_its_times(api):
    api.will_answer("GET", "me/", {})

    Transport(ORIGIN).request("GET", "me/")

    timeout = api.calls[0].request.req_kwargs["timeout"]
    assert timeout.connect_timeout == 3
    assert timeout.read_timeout == 8
    assert 19 < timeout.total <= 20


def test_a_slash_always_ends_a_path(api):
    api.will_answer("GET", "me/", {"id": 1})

    assert Transport(ORIGIN).request("GET", "me") == {"id": 1}


def test_a_slug_in_any_script_is_quoted(api, student):
    api.will_answer("GET", "exams/%E0%A4%97%E0%A4%A3%E0%A4%A4/", {"slug": "गणत"})

    assert student.exams.get("गणत").slug == "गणत"


def test_what_is_not_asked_for_is_not_sent(api, student):
    api.will_answer("GET", "exams/available/", {"results": []}, query={"q": "a&b=c"})

    student.exams.list(search="a&b=c", course="")

    assert api.calls[0].request.url.endswith("?q=a%26b%3Dc")


@pytest.mark.parametrize("body", ["", b""])
def test_nothing_in_an_answer_is_none(body, api):
    api.will_answer("POST", "auth/logout/", body=body, status=204)

    assert Transport(ORIGIN).request("POST", "auth/logout/") is None


@pytest.mark.parametrize(
    "failure",
    [
        requests.ConnectionError(),
        requests.ConnectionError("refused"),
        requests.exceptions.ChunkedEncodingError(),
    ],
)
def test_a_lost_connection_is_tried_once_more(failure, api):
    api.will_answer("GET", "me/", body=failure)
    api.will_answer("GET", "me/", {"id": 1})

    assert Transport(ORIGIN).request("GET", "me/") == {"id": 1}


@pytest.mark.parametrize(
    "failure", [requests.Timeout(), requests.ReadTimeout(), requests.ConnectTimeout()]
)
def test_too_slow_is_unreachable_at_once(failure, api):
    api.will_answer("GET", "me/", body=failure)

    with pytest.raises(testpress.Unreachable):
        Transport(ORIGIN).request("GET", "me/")

    assert len(api.calls) == 1


def test_a_refusal_is_not_tried_again(api):
    api.will_answer("GET", "me/", {}, status=404)

    with pytest.raises(testpress.NotFound):
        Transport(ORIGIN).request("GET", "me/")

    assert len(api.calls) == 1


def test_each_exchange_is_observed_without_anything_private(api):
    calls: list[testpress.Call] = []
    api.will_answer("GET", "attempts/", {}, status=503, query={"q": "secret"})
    api.will_answer(
        "GET", "attempts/", body=requests.ConnectionError(), query={"q": "secret"}
    )

    with pytest.raises(testpress.Unreachable):
        Transport(ORIGIN, observe=calls.append).request(
            "GET", "attempts/", token="secret", query={"q": "secret"}
        )

    assert [(call.method, call.path, call.status) for call in calls] == [
        ("GET", "attempts/", 503),
        ("GET", "attempts/", None),
    ]
    assert all(0 <= call.seconds < 1 for call in calls)
    assert "secret" not in repr(calls)


def test_a_token_is_not_in_what_a_connection_says_of_itself(student):
    assert "claims" not in repr(student._connection)


def test_the_gateway_does_not_know_django():
    package = Path(testpress.__file__).parent
    imported = {
        name
        for file in package.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for name in _imported_by(node)
    }

    assert "requests" in imported
    assert not imported & {"django", "portal"}


def _imported_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [(node.module or "").split(".")[0]]
    return []
