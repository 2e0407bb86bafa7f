"""The room's questions are rendered once for all students: nobody may see the seam."""

import re

import pytest
from django.template.loader import get_template
from django.utils import translation

from portal import testpress
from portal.attempts import pieces, sheet
from tests import payloads
from tests.conftest import signed_in

SHARED = (b"9", b"/attempts/4/questions/", b"secret")
CHOSEN = re.compile(r'name="selected_answers" value="\d+" checked')
NASTY = '100% "sure" & <b>%(id)s</b> − {{ csrf_token }} ५ \u2028'

ROWS = [
    payloads.question(id=101),
    payloads.question(id=102, selected_answers=[1021], review=True),
    payloads.question(
        id=103, question={"type": "C"}, selected_answers=[1030, 1033], review=False
    ),
    payloads.question(id=104, question={"type": "N", "answers": []}, short_text="-2.5"),
    payloads.question(id=105, question={"type": "S", "answers": []}, short_text=NASTY),
    payloads.question(id=106, question={"type": "E", "answers": []}, essay_text=NASTY),
    payloads.question(id=107, question={"question_html": f"<p>{NASTY}</p>"}),
    payloads.question(
        id=108,
        question={
            "direction": f"<p>{NASTY}</p>",
            "marks": "2.50",
            "negative_marks": "0.50",
            "answers": [{"id": 7, "text_html": NASTY}, {"id": 8, "text_html": "50%"}],
        },
        selected_answers=[8],
    ),
    payloads.question(id=109, question={"type": "?", "answers": []}),
]


def entries(*rows):
    questions = [testpress.Question.parse(row) for row in rows or ROWS]
    return sheet.Sheet(questions, None).entries


def piece(entry):
    language = translation.get_language()
    mould = pieces._question_mould(
        pieces.content(entry.place), payloads.ORIGIN, language
    )
    return mould.fill(pieces.state(entry, SHARED))


@pytest.mark.parametrize("language", ["en", "hi", "ta"])
@pytest.mark.parametrize("place", range(len(ROWS)))
def test_a_piece_is_the_template_byte_for_byte(place, language):
    with translation.override(language):
        entry = entries()[place]

        assert piece(entry) == pieces.plain(entry, SHARED, payloads.ORIGIN)
        assert piece(entry) == piece(entry)  # kept, the second time


@pytest.mark.parametrize("check", [False, True])
def test_a_cell_is_the_template_byte_for_byte(check):
    name = "attempts/_check_cell.html" if check else "attempts/_cell.html"

    rendered = pieces.cells(entries(), '/a/?"', check=check)

    assert rendered == "".join(
        get_template(name).render(
            {
                "id": e.id.decode(),
                "number": e.place.number.decode(),
                "state": e.state,
                "room_url": '/a/?"',
            }
        )
        for e in entries()
    )


def test_what_a_student_wrote_fills_its_own_slot_and_no_other():
    essay = entries(payloads.question(question={"type": "E"}, essay_text="%(id)s"))

    html = piece(essay[0]).decode()

    assert ">%(id)s</textarea>" in html


def test_a_piece_keeps_nothing_of_the_student_it_was_made_for():
    mine = entries(payloads.question(id=101, selected_answers=[1012], review=True))
    theirs = payloads.question(id=555, selected_answers=[], review=None)
    theirs["question"] = payloads.question(id=101)["question"]
    piece(mine[0])

    html = piece(entries(theirs)[0]).decode()

    assert "checked" not in html
    assert "101" not in html.replace("1010", "").replace("1011", "").replace(
        "1012", ""
    ).replace("1013", "")


def test_an_edited_question_shows_at_once():
    before = payloads.question(question={"question_html": "<p>2 + 2 = 5?</p>"})
    after = payloads.question(question={"question_html": "<p>2 + 2 = 4?</p>"})
    piece(entries(before)[0])

    html = piece(entries(after)[0]).decode()

    assert "= 4?" in html
    assert "= 5?" not in html


def test_two_students_in_one_paper_each_see_their_own_choices(student, api):
    meera = signed_in(18, "Meera")
    chose = {
        400: payloads.question(id=101, selected_answers=[1011]),
        401: payloads.question(id=101, selected_answers=[1013], review=True),
    }
    for attempt, row in chose.items():
        api.will_answer("GET", f"attempts/{attempt}/", payloads.attempt(id=attempt))
        api.will_answer("GET", f"attempts/{attempt}/questions/", payloads.page(row))

    hers = student.get("/attempts/400/").content.decode()
    others = meera.get("/attempts/401/").content.decode()

    assert 'value="1011" checked' in hers
    assert hers.count('name="selected_answers" value="1011" checked') == 1
    assert len(CHOSEN.findall(hers)) == 1
    assert 'value="1013" checked' in others
    assert 'value="1011" checked' not in others
    assert "/attempts/400/" not in others
