"""Questions, and the answers that are saved to them."""

from typing import Any

import pytest

from portal.testpress import Answer, Invalid, Question


def question(asked: dict[str, Any] | None = None, **row: Any) -> Question:
    inner = {"question_html": "<p>?</p>", "answers": [], "type": "R"} | (asked or {})
    return Question.parse({"id": 5, "question": inner} | row)


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (
            Answer(selected=(129, 130), review=True),
            {"selected_answers": [129, 130], "review": True},
        ),
        (Answer(), {"selected_answers": [], "review": False}),
        (
            Answer(review=True, essay_text="<b>I</b> think"),
            {"selected_answers": [], "review": True, "essay_text": "<b>I</b> think"},
        ),
        (
            Answer(short_text=""),
            {"selected_answers": [], "review": False, "short_text": ""},
        ),
        (
            Answer(gaps=("x", "")),
            {
                "selected_answers": [],
                "review": False,
                "gap_fill_responses": [
                    {"order": "1", "answer": "x"},
                    {"order": "2", "answer": ""},
                ],
            },
        ),
        (
            Answer(files=("a/1.pdf",)),
            {"selected_answers": [], "review": False, "files": ["a/1.pdf"]},
        ),
    ],
)
def test_the_choice_and_the_mark_are_saved_together_and_nothing_unasked(
    answer, body, api, student
):
    api.will_answer("PUT", "attempts/400/questions/12705318/", {})

    student.questions.answer(400, 12705318, answer)

    assert api.sent == body


@pytest.mark.parametrize("reply", ["[]", "null", "1", '"ok"', ""])
def test_any_reply_to_a_save_is_a_receipt(reply, api, student):
    api.will_answer("PUT", "attempts/400/questions/5/", body=reply)

    assert student.questions.answer(400, 5, Answer()) is None


def test_a_save_that_is_refused_says_why(api, student):
    said = {"detail": "This attempt has ended."}
    api.will_answer("PUT", "attempts/400/questions/5/", said, status=400)

    with pytest.raises(Invalid) as raised:
        student.questions.answer(400, 5, Answer())

    assert raised.value.message == "This attempt has ended."


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"review": None}, "not-visited"),
        ({}, "not-visited"),
        ({"review": False}, "not-answered"),
        ({"review": True}, "marked"),
        ({"review": False, "selected_answers": [1]}, "answered"),
        ({"review": None, "selected_answers": [1]}, "answered"),
        ({"review": True, "selected_answers": [1]}, "answered-marked"),
        ({"review": False, "short_text": "0"}, "answered"),
        ({"review": False, "essay_text": " \n"}, "not-answered"),
        (
            {"review": False, "gap_fill_responses": [{"order": "1", "answer": "x"}]},
            "answered",
        ),
        ({"review": False, "files": ["a.pdf"]}, "answered"),
    ],
)
def test_a_question_is_in_one_of_five_states(row, state):
    assert question(**row).state == state


@pytest.mark.parametrize(
    ("kind", "answerable"),
    [
        *((kind, True) for kind in "RCSNEGF"),
        *((kind, False) for kind in ("M", "A", "Hologram", None)),
    ],
)
def test_a_question_of_an_unknown_kind_cannot_be_answered_here(kind, answerable):
    assert question({"type": kind}).asked.is_answerable is answerable


@pytest.mark.parametrize(
    "row",
    [
        {"selected_answers": [3, 4]},
        {"selected_answers": ["3", "4"]},
        {"selected_answer_ids": [3, 4]},
        {"selected_answers": None, "selected_options": [3, 4]},
    ],
)
def test_what_was_chosen_goes_by_several_names(row):
    assert question(**row).selected == (3, 4)


def test_gaps_are_read_in_their_own_order():
    gaps = [{"order": "2", "answer": "b"}, {"order": 1, "answer": "a"}]

    assert question(gap_fill_responses=gaps).gap_answers == ("a", "b")


def test_a_gap_stays_in_its_place_where_an_earlier_one_is_left_out():
    gaps = [{"order": "3", "answer": "c"}, {"order": 1, "answer": "a"}]

    assert question(gap_fill_responses=gaps).gap_answers == ("a", "", "c")


def test_files_come_as_strings_or_objects():
    files = ["a.pdf", {"id": 1, "path": "b.pdf"}, {"url": "https://x.example/c"}, {}]

    assert question(files=files).files == ("a.pdf", "b.pdf", "https://x.example/c")


@pytest.mark.parametrize(
    ("section", "order", "name"),
    [
        ({"order": 2, "name": "Physics"}, 2, "Physics"),
        ({"info": {"order": 2, "name": "Physics"}}, 2, "Physics"),
        (2, 2, ""),
        (None, None, ""),
    ],
)
def test_a_question_may_belong_to_a_section(section, order, name):
    found = question(attempt_section=section)

    assert (found.section_order, found.section_name) == (order, name)


def test_a_passage_stands_above_its_question():
    assert question({"direction": "<p>Read:</p>"}).asked.direction == "<p>Read:</p>"
    assert question({"direction": None}).asked.direction == ""


def in_two_languages(**changes):
    hindi = {
        "language": "hi",
        "question_html": "<p>प्रकाश को क्या मोड़ता है?</p>",
        "direction": None,
        "answers": [{"id": 2, "text_html": "ढोल"}, {"id": 1, "text_html": "लेंस"}],
        **changes,
    }
    options = [{"id": id, "text_html": f"Option {id}"} for id in (1, 2, 3)]
    return question({"language": "en", "answers": options, "translations": [hindi]})


def test_a_question_is_read_in_another_language_with_the_options_it_has():
    asked = in_two_languages()

    read = asked.in_language("hi")

    assert read.html == "<p>प्रकाश को क्या मोड़ता है?</p>"
    assert [(option.id, option.html) for option in read.options] == [
        (1, "लेंस"),
        (2, "ढोल"),
        (3, "Option 3"),
    ]


@pytest.mark.parametrize("code", ["ta", "en", ""])
def test_a_question_that_is_not_in_a_language_stays_as_it_is(code):
    asked = in_two_languages()

    assert asked.in_language(code) == asked


def test_a_translation_without_words_takes_none_away():
    asked = in_two_languages(question_html="", answers=None)

    assert asked.in_language("hi") == asked
