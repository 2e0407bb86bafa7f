"""The API's HTML is hostile, and nothing of it runs: by the cleaner, and in Chromium.

In Chromium every page of the portal is filled with the corpus, in every field, and
neither a script runs nor has the CSP anything to report: the second lock isn't needed.
"""

import re
from html.parser import HTMLParser

import pytest

from portal.web import brand, cleaning
from tests.security import routes
from tests.security.far_end import FarEnd
from tests.security.hostile import ADDRESSES, COLOURS, VECTORS, filler
from tests.security.routes import ROUTES, address

ORIGIN = "https://demo.testpress.in"
GOOD_ADDRESS = re.compile(
    r"https?://|mailto:|tel:|data:image/(png|jpeg|gif|webp)[;,]", re.IGNORECASE
)
ALLOWED = {
    tag: cleaning.ATTRIBUTES["*"] | cleaning.ATTRIBUTES.get(tag, set())
    for tag in cleaning.TEXT | cleaning.MATHML
}
ALLOWED["a"] |= {"rel"}
ALLOWED["img"] |= {"loading", "referrerpolicy"}
ALLOWED["math"] |= {"tabindex"}


class Reader(HTMLParser):
    """Collects what shouldn't be there."""

    def __init__(self, source):
        super().__init__()
        self.wrong = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED:
            self.wrong.append(tag)
            return
        for name, value in attrs:
            is_address = name in ("href", "src")
            if name not in ALLOWED[tag]:
                self.wrong.append(f"{tag} {name}")
            elif is_address and not GOOD_ADDRESS.match(value or ""):
                self.wrong.append(f"{tag} {name}={value}")

    def handle_comment(self, data):
        self.wrong.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.wrong.append(decl)

    def handle_pi(self, data):
        self.wrong.append(data)


def test_the_corpus_is_large_and_has_no_doubles():
    assert len(VECTORS) >= 300
    assert len(set(VECTORS)) == len(VECTORS)


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_hostile_is_left(vector):
    cleaned = cleaning.clean(vector, ORIGIN)

    assert Reader(cleaned).wrong == []
    # A browser may read what was written differently from what was read: twice
    # cleaned is the same as once, so no second reading finds more.
    assert Reader(cleaning.clean(str(cleaned), ORIGIN)).wrong == []


def test_nothing_hostile_is_left_of_all_at_once():
    for joint in ("", "<p>", "\n", "</p><table><tr><td>", "<math><mtext>", "<svg>"):
        assert Reader(cleaning.clean(joint.join(VECTORS), ORIGIN)).wrong == []


def test_the_reader_can_tell():
    found = sum(bool(Reader(vector).wrong) for vector in VECTORS)

    assert found > 250


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_picture_comes_over_https_or_not_at_all(url):
    shown = cleaning.picture(url, ORIGIN)

    assert shown == "" or shown.startswith("https://")


@pytest.mark.parametrize("colour", COLOURS)
def test_a_colour_is_a_colour_or_nothing(colour):
    assert brand.safe_category_colours(colour) is None


@pytest.mark.parametrize(
    ("kept", "html"),
    [
        ("<table>", "<table><tbody><tr><td colspan=2>1</td></tr></tbody></table>"),
        ('colspan="2"', "<table><tr><td colspan=2>1</td></tr></table>"),
        ("<sub>2</sub>", "H<sub>2</sub>O"),
        ("<sup>2</sup>", "x<sup>2</sup>"),
        ("<ol start=", '<ol start="3"><li>c</li></ol>'),
        ("<mfrac>", "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"),
        ("<mfrac>", r"\(\frac{1}{2}\)"),
        ("<math", r"$$\sqrt{x}$$"),
        ('src="https://x.example/a.png"', '<img src="https://x.example/a.png">'),
        (f'src="{ORIGIN}/media/a.png"', '<img src="/media/a.png">'),
        ("data:image/png", '<img src="data:image/png;base64,iVBORw0KGgo=">'),
        ('loading="lazy"', '<img src="https://x.example/a.png">'),
        ('referrerpolicy="no-referrer"', '<img src="https://x.example/a.png">'),
        ('rel="noopener nofollow"', '<a href="https://x.example/">x</a>'),
        ("<ruby>", "<ruby>漢<rt>kan</rt></ruby>"),
        ("தமிழ்", '<p lang="ta">தமிழ்</p>'),
    ],
)
def test_what_questions_are_made_of_survives(kept, html):
    assert kept in cleaning.clean(html, ORIGIN)


def test_html_that_nests_or_repeats_without_end_is_cleaned_all_the_same():
    assert "x" in cleaning.clean("<b>" * 20_000 + "x", ORIGIN)
    assert cleaning.clean("<table><tr><td>" * 5_000, ORIGIN)
    assert cleaning.clean("<p title='" * 10_000, ORIGIN) is not None


@pytest.mark.parametrize("name", routes.answering("GET"))
def test_no_page_prints_it_raw(student, api, name):
    FarEnd(filler()).behind(api)
    for _ in range(3):
        response = student.get(address(name))

        page = response.content.decode()
        assert response.status_code < 500
        if response["Content-Type"].startswith("text/html"):
            assert "<script>window.__xss" not in page
            assert not re.search(r"<[^>]*\son\w+=", strip_quoted(page))


@pytest.mark.parametrize("name", routes.having(values=routes.AN_ATTEMPT))
def test_an_error_of_the_apis_is_shown_as_text(student, api, name):
    far_end = FarEnd().behind(api)
    verb = ROUTES[name].verbs.split()[0]
    for status in (400, 403, 404, 422, 429, 500):
        far_end.refusal = status, {"detail": "x<script>window.__xss=1</script>"}
        response = student.generic(verb, address(name))
        assert b"<script>window" not in response.content


def strip_quoted(page):
    """The page without what stands in quotes, where handlers are only words."""
    return re.sub(r'"[^"]*"|\'[^\']*\'', '""', page)
