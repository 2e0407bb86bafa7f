"""/search/: one box for exams, attempts, products and posts."""

import pytest

from portal.web import blocks
from tests import payloads

PATHS = {
    "exams": "exams/",
    "attempts": "attempts/",
    "products": "products/",
    "posts": "posts/",
}


def product(**changes):
    return {**payloads.seed("products_list_v21")["results"][0], **changes}


def post(**changes):
    return {**payloads.seed("posts_list_v21")["results"][0], **changes}


def found(api, **rows):
    for name, path in PATHS.items():
        api.will_answer("GET", path, payloads.page(*rows.get(name, [])))


def test_all_four_kinds_are_found(student, api, visit):
    found(
        api,
        exams=[payloads.exam(title="Light: Exam", slug="light")],
        attempts=[payloads.completed(id=5)],
        products=[product(title="Light, the Book", slug="book", price="250.00")],
        posts=[post(title="On light", slug="on-light")],
    )

    page = visit(student, "/search/?q=light")

    for href in ("/exams/light/", "/attempts/5/", "/products/book/"):
        assert f'href="{href}"' in page.source
    assert "On light" in page.text
    assert "₹250" in page.text


def test_the_api_searches_exams_and_attempts_and_we_the_rest(student, api, visit):
    found(
        api,
        exams=[payloads.exam()],
        products=[product(title="Optics in Colour"), product(title="Sound")],
        posts=[post(title="Nothing of the kind")],
    )

    page = visit(student, "/search/?q=colour+OPTICS")

    assert "GET exams/?q=colour+OPTICS" in api.asked
    assert "GET attempts/?q=colour+OPTICS" in api.asked
    assert "Optics in Colour" in page.text
    assert "Sound" not in page.text
    assert "Nothing of the kind" not in page.text


def test_products_and_posts_are_looked_through_for_three_pages(student, api, visit):
    more = f"{payloads.ORIGIN}/?page=2"
    for path in ("exams/", "attempts/", "posts/"):
        api.will_answer("GET", path, payloads.page())
    endless = payloads.page(product(title="Sound"), next=more, count=400)
    api.will_answer("GET", "products/", endless)

    visit(student, "/search/?q=light")

    assert sum("products/" in call for call in api.asked) == 3


@pytest.mark.parametrize("query", ["", "?q=", "?q=++", "?q=%00"])
def test_an_empty_search_asks_nothing_of_the_api(student, api, visit, query):
    page = visit(student, f"/search/{query}")

    assert "Write a word or two" in page.text
    assert not api.calls


def test_nothing_found_can_be_cleared(student, api, visit):
    found(api)

    page = visit(student, "/search/?q=zebra")

    assert "Nothing found for “zebra”" in page.text
    assert "Clear the search" in page.text


@pytest.mark.parametrize("name", PATHS)
def test_a_part_that_fails_leaves_the_others_alone(student, api, visit, name):
    api.will_not_answer("GET", PATHS[name])
    for other in PATHS.keys() - {name}:
        api.will_answer("GET", PATHS[other], payloads.page())

    page = visit(student, "/search/?q=light")

    assert "could not be searched" in page.text
    assert page.text.count("Nothing found.") == 3
    assert f'hx-get="?q=light&amp;part={name}"' in page.source


@pytest.mark.parametrize(
    ("answer", "status"),
    [({"status": 503}, 503), ({"body": "<h1>Hello"}, 502), ({"status": 429}, 429)],
)
def test_when_every_part_fails_the_page_does(student, api, visit, answer, status):
    for path in PATHS.values():
        api.will_answer("GET", path, **answer)

    visit(student, "/search/?q=light", status=status)


def test_what_is_late_is_asked_for_alone(student, api, visit, monkeypatch):
    monkeypatch.setattr(blocks, "PATIENCE_SECONDS", -1)
    monkeypatch.setattr(blocks, "ask", lambda calls: {name: Never() for name in calls})

    page = visit(student, "/search/?q=light")

    for name in PATHS:
        assert f'hx-get="?q=light&amp;part={name}" hx-trigger="load"' in page.source
    assert 'href="?q=light&amp;all=1"' in page.source


class Never:
    """A call whose answer doesn't come in time."""

    def result(self, wait):
        raise TimeoutError

    def cancel(self):
        return False


@pytest.mark.parametrize("name", PATHS)
def test_htmx_is_given_one_part(student, api, name):
    api.will_answer("GET", PATHS[name], payloads.page())
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": f"part-{name}"}

    response = student.get(f"/search/?q=light&part={name}", **headers)

    assert b"Nothing found." in response.content
    assert response.content.count(b"<section") == 1


def test_the_documented_lists_can_be_searched(student, api, visit):
    api.will_answer("GET", "exams/", payloads.seed("exams_list_v21"))
    api.will_answer("GET", "attempts/", payloads.seed("attempts_list_v22"))
    api.will_answer("GET", "products/", payloads.seed("products_list_v21"))
    api.will_answer("GET", "posts/", payloads.seed("posts_list_v21"))

    visit(student, "/search/?q=e")


def test_what_was_searched_for_is_text(student, api, visit):
    found(api)

    page = visit(student, "/search/?q=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>alert" not in page.source
