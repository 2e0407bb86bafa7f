"""Looking back: your answers, the right ones, and nothing that is withheld."""

from urllib.parse import quote

import pytest

from portal.attempts import answers, receipts
from portal.testpress import ReviewItem
from tests import payloads


@pytest.fixture
def reviewed(api):
    """Make the API show a completed attempt with these rows."""

    def reviewed(*rows, **changes):
        body = payloads.completed(total_questions=len(rows), **changes)
        api.will_answer("GET", "attempts/400/", body)
        pages = [rows[at : at + 20] for at in range(0, len(rows), 20)] or [()]
        for number, page in enumerate(pages, start=1):
            more = f"http://x/?page={number + 1}" if number < len(pages) else None
            api.will_answer(
                "GET",
                "attempts/400/review/",
                payloads.page(*page, count=len(rows), next=more),
                query={"page": str(number)} if number > 1 else {},
            )

    return reviewed


def right(id, **changes):
    return payloads.review_item(id=id, **changes)


def wrong(id, **changes):
    return payloads.review_item(id=id, selected_answers=[id * 10 + 1], **changes)


def left_out(id, **changes):
    return payloads.review_item(id=id, selected_answers=[], **changes)


def test_right_wrong_and_left_out_are_said_in_words(student, reviewed, visit):
    reviewed(right(101), wrong(102), left_out(103))

    page = visit(student, "/attempts/400/review/")

    assert "Question 1 Correct +4 marks" in page.text
    assert "A A lens ✓ Correct answer · your answer" in page.text
    assert "Question 2 Incorrect −1 mark" in page.text
    assert "B A drum ✗ Your answer" in page.text
    assert "Question 3 Not answered 0 marks" in page.text
    assert page.text.count("Solution Glass slows it down.") == 3


def test_a_partly_right_choice_has_marks_only_where_they_are_sent(
    student, reviewed, visit
):
    several = {
        "type": "C",
        "answers": [
            {"id": 1, "text_html": "a", "is_correct": True},
            {"id": 2, "text_html": "b", "is_correct": True},
        ],
    }
    reviewed(
        right(101, question=several, selected_answers=[1]),
        right(102, question=several, selected_answers=[1], marks="2.00"),
    )

    page = visit(student, "/attempts/400/review/")

    assert "−1 mark" not in page.text
    assert "+2 marks" in page.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("result=incorrect", [22]),
        ("result=unanswered", [23]),
        ("marked=1", [2, 24]),
        ("subject=Optics", [1, 2]),
        ("subject=Optics&subject=Waves", [1, 2, 24]),
        ("slow=1", [3]),
        ("marked=1&subject=Optics", [2]),
    ],
)
def test_filters_go_over_all_of_the_apis_pages(student, reviewed, visit, query, shown):
    optics, waves = {"subject": "Optics"}, {"subject": "Waves"}
    reviewed(
        right(101, question=dict(optics)),
        right(102, question=dict(optics), review=True),
        right(103, duration=90),
        *(right(id) for id in range(104, 122)),
        wrong(122),
        left_out(123),
        right(124, review=True, question=waves),
    )

    page = visit(student, f"/attempts/400/review/?{query}")

    numbers = [n for n in range(1, 25) if f"<h2>Question {n}</h2>" in page.source]
    assert numbers == shown


def test_counts_stand_on_the_filters(student, reviewed, visit):
    reviewed(right(101), right(102), wrong(103))

    page = visit(student, "/attempts/400/review/")

    assert "All 3 Correct 2 Incorrect 1" in page.text
    assert "Not answered" not in page.text


def test_twenty_questions_stand_on_a_page_and_all_on_one(student, api, reviewed, visit):
    reviewed(*(right(id) for id in range(101, 146)))
    last = visit(student, "/attempts/400/review/?page=99")
    whole = visit(student, "/attempts/400/review/?all=1")

    assert "Page 3 of 3" in last.text
    assert last.source.count('class="review-item"') == 5
    assert whole.source.count('class="review-item"') == 45


def test_a_filter_that_finds_nothing_can_be_cleared(student, reviewed, visit):
    reviewed(right(101))

    page = visit(student, "/attempts/400/review/?result=incorrect")

    assert "No question matches" in page.text
    assert "Show all questions" in page.text


@pytest.mark.parametrize("query", ["result=None", "page=-1", "subject=", "marked=yes"])
def test_what_cannot_be_understood_counts_as_not_asked(student, reviewed, visit, query):
    reviewed(right(101))

    page = visit(student, f"/attempts/400/review/?{query}")

    assert "Question 1" in page.text


def test_solutions_that_are_withheld_are_not_in_the_page_at_all(
    student, reviewed, visit
):
    text = {"type": "S", "answers": [{"id": 1, "text_html": "Prism"}]}
    reviewed(
        wrong(101, result="Incorrect", marks="-1.00"),
        right(102, question=text, short_text="glass", selected_answers=[]),
        exam=payloads.exam(show_answers=False),
    )

    page = visit(student, "/attempts/400/review/")

    assert "Solutions are not available" in page.text
    for secret in ("Correct answer", "correct", "Incorrect", "Glass slows", "Prism"):
        assert secret not in page.source
    assert "B A drum Your answer" in page.text


def test_rows_that_tell_nothing_leave_everything_uncoloured(student, reviewed, visit):
    untold = {"answers": [{"id": 1, "text_html": "a"}, {"id": 2, "text_html": "b"}]}
    reviewed(right(101, question=untold, selected_answers=[1]))

    page = visit(student, "/attempts/400/review/")

    assert "Solutions are not available" in page.text
    assert "Incorrect" not in page.text
    assert 'data-is="correct' not in page.source


def test_written_answers_stand_beside_what_is_accepted(student, reviewed, visit):
    accepted = [{"id": 1, "text_html": "dead heat"}, {"id": 2, "text_html": "tie"}]
    reviewed(
        right(
            101,
            question={"type": "S", "answers": accepted},
            selected_answers=[],
            short_text="<b>draw</b>",
        ),
        right(
            102,
            question={"type": "F", "answers": []},
            selected_answers=[],
            files=["javascript:alert(1)", "https://files.example/a.pdf"],
        ),
    )

    page = visit(student, "/attempts/400/review/")

    assert "Your answer <b>draw</b>" in page.text
    assert "Accepted answers dead heat tie" in page.text
    assert page.text.count("Not marked automatically 2") == 1
    assert 'href="javascript:' not in page.source
    assert 'href="https://files.example/a.pdf"' in page.source


def test_a_shared_passage_is_printed_once(student, reviewed, visit):
    passage = {"direction": "<p>Read this.</p>"}
    reviewed(right(101, question=dict(passage)), right(102, question=dict(passage)))

    page = visit(student, "/attempts/400/review/")

    assert page.text.count("Read this.") == 1
    assert "same as in question 1" in page.text


def test_the_documented_review_is_shown(student, api, visit):
    api.will_answer("GET", "attempts/400/", payloads.completed(total_questions=2))
    api.will_answer("GET", "attempts/400/review/", payloads.seed("review_v22"))

    page = visit(student, "/attempts/400/review/")

    assert "Question 1 Not answered" in page.text
    assert "Your time – " in page.text
    assert "Best time 0.6 s" in page.text


def test_the_older_review_has_no_solutions(student, api, visit):
    api.will_answer("GET", "attempts/400/", payloads.completed(total_questions=0))
    old = {**payloads.seed("review_v21"), "next": None}
    api.will_answer("GET", "attempts/400/review/", old)

    page = visit(student, "/attempts/400/review/")

    assert "Solutions are not available" in page.text


@pytest.mark.parametrize("address", ["", "subjects/", "times/"])
def test_a_running_attempt_is_not_reviewed_but_resumed(student, api, visit, address):
    api.will_answer("GET", "attempts/400/", payloads.attempt())

    page = visit(student, f"/attempts/400/review/{address}")

    assert "Resume exam" in page.text
    assert api.asked == ["GET attempts/400/"]


def test_the_checksum_is_the_receipts_own(student, reviewed, visit):
    rows = (right(101), wrong(102), left_out(103))
    held = [answers.reviewed(ReviewItem.parse(row)) for row in rows]
    checksum = receipts.checksum(receipts.fingerprints(held))
    session = student.session
    session["receipts"] = {"400": ["2026-11-22T10:00:00+00:00", 2, checksum]}
    session.save()
    reviewed(*rows)

    whole = visit(student, "/attempts/400/review/")
    filtered = visit(student, "/attempts/400/review/?result=correct")

    assert f"2 answers; checksum {checksum}" in whole.text
    assert "the same as on your receipt" in whole.text
    assert checksum not in filtered.text


def test_a_checksum_unlike_the_receipts_is_no_secret(student, reviewed, visit):
    session = student.session
    session["receipts"] = {"400": ["2026-11-22T10:00:00+00:00", 2, "dead beef"]}
    session.save()
    reviewed(right(101))

    page = visit(student, "/attempts/400/review/")

    assert "not the same as on your receipt" in page.text


def test_a_page_for_paper_comes_with_solutions_or_without(student, reviewed, visit):
    reviewed(*(wrong(id) for id in range(101, 126)))

    solved = visit(student, "/attempts/400/review/?print=1&solutions=1")
    blank = visit(student, "/attempts/400/review/?print=1&solutions=0")

    assert solved.source.count('<details class="solution" open>') == 25
    assert "Glass slows" not in blank.text
    assert "Correct answer" not in blank.text
    assert blank.source.count('class="review-item"') == 25


def test_steps_from_wrong_to_wrong_lead_over_the_pages(student, reviewed, visit):
    rows = [right(id) for id in range(101, 126)]
    rows[24] = wrong(125)
    reviewed(*rows)

    page = visit(student, "/attempts/400/review/")

    assert 'href="/attempts/400/review/?page=2#question-125"' in page.source


def test_hostile_solutions_are_cleaned(student, reviewed, visit):
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>fine"
    reviewed(right(101, question={"explanation_html": evil, "subject": "<i>x</i>"}))

    page = visit(student, f"/attempts/400/review/?subject={quote('<i>x</i>')}")

    assert "alert(" not in page.source
    assert "<i>x</i>" not in page.source
