"""What is around the room's questions is made once: nobody may see that it was."""

import re

import pytest

from portal.attempts import body
from tests import payloads
from tests.conftest import signed_in

ISSUED = re.compile(r"\d{20}-[0-9a-f]{8}|(?<=csrfmiddlewaretoken\" value=\")\w+")

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
    """The body of this student's room, without what is issued with each."""
    path = f"attempts/{attempt}/"
    api.will_answer("GET", path, payloads.attempt(id=attempt))
    api.will_answer("GET", f"{path}questions/", payloads.page(*rows))
    html = signed_in(**student).get(f"/{path}").content.decode()
    return ISSUED.sub("", html[html.index("<exam-room") :])


@pytest.fixture
def kept_by_nobody():
    body._mould.cache_clear()
    yield body._mould
    body._mould.cache_clear()


def test_a_kept_body_is_what_a_new_one_would_be(db, api, kept_by_nobody):
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
