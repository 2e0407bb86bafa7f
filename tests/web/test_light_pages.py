"""What a page makes a browser fetch beside itself, as it is served: little."""

import gzip
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import call_command

from portal.attempts import page
from portal.web import pieces
from portal.web.staticfiles import smaller_css
from tests import payloads
from tests.conftest import signed_in
from tests.faults.node import NODE

LIST_BUDGET = 40_000
ROOM_BUDGET = 30_000
FURNITURE_BUDGET = 12_000

_LINKED = re.compile(r'(?:href|src)="/static/([^"#]+\.(?:css|js))"')
_HINTED = re.compile(r'rel="modulepreload" href="/static/([^"]+)"')
_BRAND = re.compile(r'href="(/brand/[^"]+\.css)"')
_IMPORTED = re.compile(
    r'^import\b[^"\';]*["\']([^"\']+)["\']|;import\b[^"\';]*["\']([^"\']+)["\']', re.M
)
_HASHED = re.compile(r"\.[0-9a-f]{12}\.")


@pytest.fixture
def served(settings, tmp_path):
    """The files as collectstatic leaves them."""
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "static"]
    settings.STATIC_ROOT = tmp_path / "served"
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "portal.web.staticfiles.HashedFiles"}
    }
    call_command("collectstatic", "--noinput", verbosity=0)
    # What is kept names files, which go by other names in other tests.
    kept = pieces._made, page._frame
    for each in kept:
        each.cache_clear()
    yield settings.STATIC_ROOT
    for each in kept:
        each.cache_clear()


def fetched(html, root):
    """The files that the page names, and those that they import."""
    waiting = [root / name for name in _LINKED.findall(html)]
    found = set()
    while waiting:
        path = waiting.pop().resolve()
        if path not in found:
            found.add(path)
            if path.suffix == ".js":
                names = [one or two for one, two in _IMPORTED.findall(path.read_text())]
                waiting += [path.parent / name for name in names]
    return found


def weight(paths):
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


@pytest.fixture
def pages(served, db, api):
    """The exam list, and the room."""
    student = signed_in(17, "Asha Nair")
    api.will_answer("GET", "exams/available/", payloads.page(payloads.exam()))
    api.will_answer("GET", "attempts/", payloads.page())
    api.will_answer("GET", "attempts/400/", payloads.attempt())
    api.will_answer(
        "GET", "attempts/400/questions/", payloads.page(payloads.question())
    )
    exams = student.get("/exams/").content.decode()
    room = student.get("/attempts/400/").content.decode()
    return exams, room


@pytest.fixture
def files(pages, served):
    """The files of the exam list, and those of the room."""
    return [fetched(page, served) for page in pages]


def brand(html, client):
    """The institute's own stylesheet, which no file holds."""
    [css] = _BRAND.findall(html)
    return len(gzip.compress(client.get(css).content, 6))


def test_the_list_is_light(pages, files, client):
    assert weight(files[0]) + brand(pages[0], client) <= LIST_BUDGET


def test_the_room_is_light_for_one_who_comes_straight_to_it(pages, files, client):
    room = weight(files[1]) + brand(pages[1], client)

    assert room <= ROOM_BUDGET


def test_what_the_room_fetches_once_it_stands_is_light(files, served):
    later = set(served.glob("js/tools/*.js")) | set(served.glob("css/tools.*.css"))
    hashed = {path for path in later if _HASHED.search(path.name)}

    assert not hashed & files[1]
    assert weight(hashed) <= FURNITURE_BUDGET


def test_the_room_asks_for_all_its_modules_at_once(pages, served):
    _, room = pages
    hinted = [(served / name).resolve() for name in _HINTED.findall(room)]
    entry = next(path for path in hinted if re.match(r"room\.\w+\.js", path.name))

    needed = fetched(f'src="/static/{entry.relative_to(served.resolve())}"', served)

    assert sorted(hinted) == sorted(needed)


def test_all_that_a_page_fetches_may_be_kept_for_ever(files):
    exams, room = files

    assert {
        path.name for path in exams | room if not _HASHED.search(path.name)
    } == set()


def test_what_is_served_is_compressed_beforehand(files):
    exams, room = files

    large = [path for path in exams | room if path.stat().st_size > 1000]
    assert [path for path in large if not Path(f"{path}.gz").exists()] == []


def test_scripts_without_their_comments_are_still_scripts(served, tmp_path):
    for path in served.glob("js/**/*.js"):
        copy = tmp_path / f"{path.stem}.mjs"
        copy.write_bytes(path.read_bytes())

        assert subprocess.run([NODE, "--check", copy]).returncode == 0, path.name


def spelt_alike(css):
    """The same text for all the ways to write these rules, and only for those."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"(\w) \*:", r"\1 :", re.sub(r"([\])]) \*:", r"\1 :", css))
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"\( | (?=\))", lambda found: found[0].strip(), css)
    css = re.sub(r"(?<=[\w-]): (?=[^{}]*[;})])", ":", css)
    return css.replace(" !important", "!important").replace(";}", "}").strip()


STYLES = sorted(Path(configured.BASE_DIR, "static/css").glob("*.css"))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_mean_the_same_without_their_spaces(path):
    source = path.read_text()

    assert spelt_alike(smaller_css(source)) == spelt_alike(source)


@pytest.mark.parametrize(
    "rule",
    [
        ".a :is(b, c)",
        ".a :where(b)",
        "[x] :first-child",
        ":not(a) :not(b)",
        "* :has(a)",
    ],
)
def test_what_is_within_stays_within(rule):
    served = smaller_css("@layer one { " + rule + " { color: red; } }")

    assert re.search(r" \*:", served), served


def test_a_large_page_is_packed_where_no_server_in_front_does_it(student, api):
    questions = [payloads.question(id=id) for id in range(101, 121)]
    attempt = payloads.attempt(total_questions=20)
    api.will_answer("GET", "attempts/400/", attempt)
    api.will_answer("GET", "attempts/400/questions/", payloads.page(*questions))

    packed = student.get("/attempts/400/", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert b"question-120" in gzip.decompress(packed.content)
    assert len(packed.content) < 15_000
    assert "Accept-Encoding" in packed.headers["Vary"]
