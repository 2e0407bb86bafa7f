"""The room's page is made once, but for the questions: nobody may see that it was."""

import re

import pytest

from portal.attempts import page
from tests import payloads
from tests.conftest import signed_in

ISSUED = re.compile(
    r"\d{20}-[0-9a-f]{8}"  # writers
    r"|(?<=csrfmiddlewaretoken\" value=\")\w+|(?<=X-CSRFToken\": \")\w+"
)

ASHA, MEERA = {"id": 17, "name": "Asha"}, {"id": 18, "name": "Me<e>ra 100% %(x)s"}
CHOSEN = (
    payloads.question(id=101, selected_answers=[1011]),
    payloads.question(id=102, question={"subject": "Optics & <b>"}, review=True),
)
OPEN = (
    payloads.question(id=201, review=False),
    payloads.question(id=202, question={"subject": "Optics & <b>"}),
)


def room_of(api, student, attempt, rows):
    """This student's room, without what is issued with each."""
    path = f"attempts/{attempt}/"
    api.will_answer("GET", path, payloads.attempt(id=attempt))
    api.will_answer("GET", f"{path}questions/", payloads.page(*rows))
    html = signed_in(**student).get(f"/{path}").content.decode()
    return ISSUED.sub("", html)


@pytest.fixture
def kept_by_nobody():
    page._frame.cache_clear()
    yield page._frame
    page._frame.cache_clear()


def test_a_kept_page_is_what_a_new_one_would_be(db, api, kept_by_nobody):
    room_of(api, ASHA, 400, CHOSEN)
    rows = [{**row, "selected_answers": []} for row in reversed(CHOSEN)]
    rows = [{**rows[1], "id": 301}, {**rows[0], "id": 302, "selected_answers": [1]}]

    kept = room_of(api, MEERA, 401, rows)
    assert kept_by_nobody.cache_info().hits == 1
    kept_by_nobody.cache_clear()

    assert kept == room_of(api, MEERA, 401, rows)


def test_nobody_meets_another_student_in_it(db, api, kept_by_nobody):
    room_of(api, ASHA, 400, CHOSEN)

    hers = room_of(api, MEERA, 401, OPEN)

    assert "Asha" not in hers
    assert 'data-student="17"' not in hers
    assert '"Portal-Student": "17"' not in hers
    assert '"Portal-Student": "18"' in hers
    assert "/attempts/400/" not in hers
    assert "Me&lt;e&gt;ra 100% %(x)s" in hers
    assert "/attempts/401/heartbeat/" in hers


def test_counts_and_cells_are_the_students_own(db, api):
    mine = room_of(api, ASHA, 400, CHOSEN)
    hers = room_of(api, MEERA, 401, OPEN)

    assert '<span data-answered-of="0">1</span>/1' in mine
    assert '<span data-answered-of="0">0</span>/1' in hers
    assert '<span data-count="marked">1</span>' in mine
    assert '<span data-count="marked">0</span>' in hers
    assert 'data-cell="102" data-state="marked"' in mine
    assert 'data-cell="202" data-state="not-visited"' in hers
    assert "1 of 2 questions has no answer" in mine
    assert "2 of 2 questions have no answer" in hers
    assert re.search(r'data-check="marked" hidden', hers)
    assert not re.search(r'data-check="marked" hidden', mine)


def test_the_clock_the_theme_and_the_exam_are_those_of_this_page(
    db, api, kept_by_nobody
):
    room_of(api, ASHA, 400, CHOSEN)
    exam = payloads.exam(title="Optics <2>")
    other = payloads.attempt(id=401, remaining_time="0:12:34", exam=exam)
    api.will_answer("GET", "attempts/401/", other)
    api.will_answer("GET", "attempts/401/questions/", payloads.page(*OPEN))
    client = signed_in(**ASHA)
    client.cookies["theme"] = "dark"

    html = client.get("/attempts/401/").content.decode()

    assert 'data-remaining="754">0:12:34</div>' in html
    assert ' data-theme="dark"' in html
    assert '<h1 class="room-title">Optics &lt;2&gt;</h1>' in html


def test_what_is_said_once_is_in_one_page_and_not_in_the_next(db, api):
    api.will_answer("GET", "attempts/400/", payloads.attempt(id=400))
    api.will_answer("GET", "attempts/400/questions/", payloads.page(*CHOSEN))
    client = signed_in(**ASHA)
    api.will_answer("POST", "auth/logout_devices/", {}, version="v2.4")
    client.post("/logout/others/")

    pages = [client.get("/attempts/400/").content.decode() for _ in range(2)]

    assert [page.count("other devices are signed out") for page in pages] == [1, 0]
