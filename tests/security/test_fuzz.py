"""Requests that make no sense: refused with a 4xx, and never a 5xx.

Hypothesis makes them, from a seed. `make test` tries 1,500; FUZZ=10000 as many as
docs/security.md tells of.
"""

import os
from urllib.parse import quote

import pytest
from django.test import Client
from django.test.client import FakePayload
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.conftest import Api, signed_in
from tests.security import routes
from tests.security.far_end import FarEnd
from tests.security.routes import ROUTES, address

FUZZ = int(os.environ.get("FUZZ", "1500"))

WORDS = [
    "", "0", "-1", "1", "101", "1010", "400", "9" * 18, "9" * 19, "9" * 5000, "1e9",
    "NaN", "Infinity", "null", "true", "[]", "{}", "\0", "a\0b", "\r\nX: y", "\ud7ff",
    "\u202e", "'", '"', "<", "%00", "%", "../", "..%2f", "//", "\\", ";", "on", "off",
    "٣", "²", "x" * 10_000, "2025-02-30", "0000-00-00", "-created", "available",
    "correct", "http://[::1", "https://evil.example/", "/exams/", "🙂" * 300,
    '{"101": {"selected_answers": [1010]}}', '{"101": 1}', "[" * 3000, '{"a":' * 900,
    '{"101": {"selected_answers": {"a": 1}}}', '{"101": {"short_text": 3}}',
    '{"9999999999999999999999": {}}', '{"101": {"version": -1}}', '"\\ud800"',
]  # fmt: skip
NAMES = [
    "q", "page", "course", "state", "category", "gt", "lt", "order", "result", "marked",
    "subject", "key", "next", "username", "password", "student", "selected_answers",
    "review", "essay_text", "short_text", "gap", "files", "version", "writer",
    "answers", "late", "clear", "wrong_only", "first_name", "email", "birth_date",
    "phone", "zip",
    "theme", "language", "file", "sort", "attempt", "part", "from", "to", "x", "", "\0",
]  # fmt: skip
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "b" * 300,
    "application/json",
    "text/plain",
    "",
    "é",
    "multipart/mixed; boundary=\x01",
]
HEADERS = {
    "HTTP_HX_REQUEST": ["true", "\xff"],
    "HTTP_HX_TARGET": ["main", "exam-results", "post-results", "part-more", "\x01"],
    "HTTP_HX_CURRENT_URL": ["http://testserver/exams/", "http://[::1", "\xff\xfe"],
    "HTTP_REFERER": ["http://testserver/me/", "http://[", "\xff"],
    "HTTP_ACCEPT_LANGUAGE": ["hi", "x" * 5000, "ta;q=NaN", "\xff,;"],
    "HTTP_COOKIE": [
        "session=\xff", "session=" + "x" * 8000, "a=1;" * 900, "csrf=;theme=dark",
        "language=xx", "session=\0", '="";;=,',
    ],
    "HTTP_SEC_FETCH_SITE": ["same-origin", "cross-site", "\xff"],
    "HTTP_ORIGIN": ["null", "http://testserver", "http://[", "\xff"],
    "HTTP_HOST": ["testserver", "testserver:99999", "[::1", "evil.example", "\xff", ""],
    "HTTP_X_FORWARDED_FOR": ["1.1.1.1, x", "\xff"],
    "HTTP_X_CSRFTOKEN": ["x", "\xff" * 64],
    "HTTP_RANGE": ["bytes=0-", "bytes=9-1,x"],
    "HTTP_IF_MODIFIED_SINCE": ["x", "Thu, 99 Xxx 9999"],
    "HTTP_ACCEPT_ENCODING": ["gzip", "\xff"],
    "CONTENT_LENGTH": ["-1", "x", "9" * 40, "0"],
    "REMOTE_ADDR": ["", "unix:", "::ffff:1.2.3.4"],
}  # fmt: skip

text = st.one_of(st.sampled_from(WORDS), st.text(max_size=40))
pairs = st.lists(st.tuples(st.sampled_from(NAMES), text), max_size=6)
headers = st.dictionaries(st.sampled_from(sorted(HEADERS)), st.integers(0), max_size=3)


@st.composite
def paths(draw: st.DrawFn) -> str:
    """A route of ours, or one whose ids, slugs or slashes are something else."""
    name = draw(st.sampled_from(routes.NAMES))
    path = address(name)
    if ROUTES[name].values and draw(st.booleans()):
        for value in ROUTES[name].values.values():
            other = quote(draw(text)[:600], safe="/%;.")
            path = path.replace(f"/{value}/", f"/{other}/", 1)
    return path if draw(st.integers(0, 9)) else path.rstrip("/")


def encoded(fields: list[tuple[str, str]], damage: int) -> bytes:
    body = "&".join(f"{quote(k)}={quote(v)}" for k, v in fields).encode()
    return {0: body, 1: body + b"&a=%ff%fe&\xff\xfe=%", 2: b"\x00" * 50}.get(
        damage, body
    )


def multipart(fields: list[tuple[str, str]]) -> bytes:
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        % (
            k.encode(errors="replace").replace(b'"', b"")[:80],
            b'; filename="../\x00a.png"' if k == "file" else b"",
            v.encode(errors="replace"),
        )
        for k, v in fields
    ]
    return b"".join(parts) + b"--x--\r\n"


@pytest.fixture
def worlds(db):
    """Two browsers before an API that answers sensibly, whatever it is asked."""
    with Api() as api:
        FarEnd().behind(api)
        asha = signed_in(17, "Asha")
        asha.raise_request_exception = False
        yield asha, Client(raise_request_exception=False)


@pytest.mark.parametrize("part", range(5))
def test_nonsense_is_refused_and_breaks_nothing(worlds, part):
    tried = 0

    @seed(20261122 + part)
    @settings(
        max_examples=FUZZ // 5,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        path=paths(),
        verb=st.sampled_from(
            ["GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "X"]
        ),
        query=pairs,
        fields=pairs,
        kind=st.sampled_from(TYPES),
        damage=st.integers(0, 6),
        said=headers,
        who=st.integers(0, 3),
    )
    def run(path, verb, query, fields, kind, damage, said, who):
        nonlocal tried
        tried += 1
        browser = worlds[0] if who else worlds[1]
        extra = {n: HEADERS[n][i % len(HEADERS[n])] for n, i in said.items()}
        body = multipart(fields) if "boundary=x" in kind else encoded(fields, damage)
        response = browser.generic(
            verb,
            path,
            body if verb not in ("GET", "HEAD") else b"",
            content_type=kind,
            QUERY_STRING=encoded(query, damage).decode("latin-1"),
            **extra,
        )
        assert response.status_code < 500, (verb, path[:200], extra, kind)

    run()
    assert tried >= FUZZ // 5


@pytest.mark.parametrize("name", routes.answering("POST"))
@pytest.mark.parametrize(
    ("length", "kind"),
    [
        (600 * 1024, "application/x-www-form-urlencoded"),
        (600 * 1024, "multipart/form-data; boundary=x"),
        (12 * 1024 * 1024, "application/x-www-form-urlencoded"),
        (10**15, "multipart/form-data; boundary=x"),
    ],
    ids=str,
)
def test_a_body_beyond_all_measure_is_refused(student, api, name, length, kind):
    far_end = FarEnd().behind(api)
    student.raise_request_exception = False
    body = b"selected_answers=" + b"1" * (600 * 1024)
    if "boundary" in kind:
        field = b'--x\r\nContent-Disposition: form-data; name="essay_text"\r\n\r\n'
        body = field + body + b"\r\n--x--\r\n"

    response = student.generic(
        "POST", address(name), body, content_type=kind, CONTENT_LENGTH=str(length)
    )

    too_large = length > 11 * 1024 * 1024
    if too_large:
        assert response.status_code == 413
        assert far_end.asked == []
    else:
        assert response.status_code < 500


def test_ten_thousand_fields_are_too_many(student, api):
    FarEnd().behind(api)
    body = "&".join(f"a{n}=1" for n in range(10_000))

    response = student.post(
        "/attempts/400/questions/101/", body, "application/x-www-form-urlencoded"
    )

    assert response.status_code == 400


@pytest.mark.parametrize(
    "id", ["0" * 19, "9" * 19, "9" * 5000, "-1", "1.0", "٣", "1%00"]
)
def test_an_id_that_is_none_is_404_and_nobody_is_asked(student, api, id):
    far_end = FarEnd().behind(api)

    for path in ("/attempts/{}/", "/users/{}/", "/attempts/{}/review/"):
        assert student.get(path.format(id)).status_code == 404
    assert far_end.asked == []


@pytest.mark.parametrize(
    "slug",
    ["a%2fb", "..", ".", "a%0d%0aX", "a%00", "a?b=c", "a%3fb", "a%23b", "a;b", "a b",
     "%2e%2e%2fme", "a.json", "x" * 501, "http:%2f%2fevil.example", "a@b", "a:b"],
)  # fmt: skip
def test_a_slug_smuggles_nothing(student, api, slug):
    far_end = FarEnd().behind(api)

    for path in ("/exams/{}/", "/products/{}/", "/posts/{}/"):
        student.get(path.format(slug))

    assert {path for _, path in far_end.asked} <= {
        "exams/a/", "products/a/", "posts/a/", "exams/a/attempts/",
        # "/exams/../" and the like are our own lists.
        "exams/available/", "attempts/", "products/", "posts/",
        "exams/upcoming/", "exams/",
    }  # fmt: skip


def test_a_body_that_never_comes_is_no_body(student, api):
    FarEnd().behind(api)

    response = student.generic(
        "POST", "/check/", b"", **{"wsgi.input": FakePayload(b""), "CONTENT_LENGTH": ""}
    )

    assert response.status_code == 200
