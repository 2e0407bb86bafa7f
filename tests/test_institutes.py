"""Two institutes in one process: nothing of one ever answers at the other."""

import pytest
import responses
from django.test import Client

from portal.attempts import rooms
from tests import payloads

A, B = "a.example", "b.example"
TOKENS = {A: "token.of.a", B: "token.of.b"}


@pytest.fixture(autouse=True)
def two_institutes(settings, tmp_path, db):
    file = tmp_path / "institutes.toml"
    file.write_text(
        f'["{A}"]\napi_url = "https://a.testpress.in"\nname = "Alpha"\n'
        'logo_url = "https://a.testpress.in/logo.png"\ncolor = "#aa0000"\n'
        f'["{B}"]\napi_url = "https://b.testpress.in"\nname = "Beta"\n'
        'logo_url = "https://b.testpress.in/logo.png"\ncolor = "#0000aa"\n'
        f'links = {{ "Buy a course" = "https://shop.b.example/" }}\n'
    )
    settings.INSTITUTES_FILE = str(file)
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def far_ends():
    """Both APIs; the same ids exist at both, with other things behind them."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as far:
        for letter, host in (("a", A), ("b", B)):
            api = f"https://{letter}.testpress.in/api/v2.2/"
            far.post(api + "auth-token/", json={"token": TOKENS[host]})
            far.get(api + "me/", json=payloads.profile(display_name=f"Asha at {host}"))
            exam = payloads.exam(title=f"Exam of {host}", slug="optics", attempts=[])
            far.get(api + "exams/optics/", json=exam)
            far.get(api + "exams/optics/attempts/", json=payloads.page())
            far.get(api + "attempts/400/", json=payloads.attempt(exam=exam))
            far.get(
                api + "attempts/400/questions/",
                json=payloads.page(payloads.question(id=101)),
            )
            far.put(api + "attempts/400/questions/101/", json=payloads.question())
        yield far


def signed_in_at(host: str) -> Client:
    browser = Client(headers={"host": host})
    signing_in = {"username": "asha", "password": "x"}
    assert browser.post("/login/", signing_in).status_code == 303
    return browser


def test_each_has_its_own_name_colour_and_links(far_ends):
    page_a = Client().get("/login/", headers={"host": A}).content.decode()
    page_b = Client().get("/login/", headers={"host": B}).content.decode()

    assert "Alpha" in page_a
    assert "Beta" not in page_a
    assert "Beta" in page_b
    assert "Alpha" not in page_b
    assert "aa0000" in page_a
    assert "0000aa" in page_b
    assert "https://shop.b.example/" in page_b


def test_a_frame_that_is_kept_is_never_the_other_institutes(far_ends):
    browsers = {host: signed_in_at(host) for host in (A, B)}
    own = {A: ("Alpha", "aa0000"), B: ("Beta", "0000aa", "https://shop.b.example/")}

    for language in ("en", "hi", "ta", "en"):
        for host, other in ((A, B), (B, A)):
            browsers[host].cookies["language"] = language
            page = browsers[host].get("/check/").content.decode()

            assert f"Asha at {host}" in page
            assert all(words in page for words in own[host])
            assert not any(words in page for words in (other, *own[other]))


def test_a_host_that_is_in_no_table_is_refused(far_ends):
    response = Client().get("/login/", headers={"host": "c.example"})

    assert response.status_code == 400
    assert "Alpha" not in response.content.decode()


def test_a_port_is_no_other_host(far_ends):
    page = Client().get("/login/", headers={"host": f"{A}:8000"}).content.decode()

    assert "Alpha" in page


def test_a_stolen_cookie_opens_nothing_at_the_other(far_ends):
    thief = Client(headers={"host": B})
    thief.cookies = signed_in_at(A).cookies

    response = thief.get("/exams/optics/")

    assert response.status_code == 302
    assert response["Location"].startswith("/login/")


def test_the_token_of_one_goes_to_its_own_api_only(far_ends):
    for host in (A, B):
        signed_in_at(host).get("/exams/optics/")

    for call in far_ends.calls:
        letter = call.request.url.removeprefix("https://")[0]
        token = call.request.headers.get("Authorization", "")
        assert token in ("", f"JWT {TOKENS[f'{letter}.example']}")


def test_the_same_exam_and_attempt_are_each_institutes_own(far_ends):
    at_a, at_b = signed_in_at(A), signed_in_at(B)

    pages = [browser.get("/exams/optics/").content.decode() for browser in (at_a, at_b)]
    rooms_ = [
        browser.get("/attempts/400/").content.decode() for browser in (at_a, at_b)
    ]

    for shown in (pages, rooms_):
        assert f"Exam of {A}" in shown[0]
        assert f"Exam of {B}" not in shown[0]
        assert f"Exam of {B}" in shown[1]
        assert f"Exam of {A}" not in shown[1]


def test_a_writer_at_one_locks_nobody_out_at_the_other(far_ends):
    at_a, at_b = signed_in_at(A), signed_in_at(B)
    old, new = rooms.new_writer(), rooms.new_writer()
    save = "/attempts/400/questions/101/"
    fields = {"selected_answers": "1010", "version": "1"}

    first = at_a.post(save, {**fields, "writer": new})
    second = at_b.post(save, {**fields, "writer": old})

    assert (first.status_code, second.status_code) == (200, 200)


def test_wrong_passwords_at_one_count_nothing_at_the_other(far_ends, settings):
    settings.LOGIN_RATE = "2/5m"
    far_ends.replace(
        responses.POST,
        "https://a.testpress.in/api/v2.2/auth-token/",
        json={"non_field_errors": ["No."]},
        status=400,
    )
    wrong = {"username": "asha", "password": "wrong"}
    guesser = Client(headers={"host": A})
    for _ in range(4):
        last = guesser.post("/login/", wrong)

    assert last.status_code == 429
    assert signed_in_at(B).get("/exams/optics/").status_code == 200
