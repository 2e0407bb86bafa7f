"""The language that a paper is read in: offered, chosen, and remembered."""

import pytest

from tests import payloads

HINDI = {
    "language": "hi",
    "question_html": "<p>प्रकाश को क्या मोड़ता है?</p>",
    "answers": [{"id": 1010, "text_html": "लेंस"}],
}
LANGUAGES = payloads.page(
    {"code": "en", "title": "English"}, {"code": "hi", "title": "हिन्दी"}
)


@pytest.fixture
def room(student, api):
    """Opens the room of an attempt whose question is in English and Hindi."""
    row = payloads.question(question={"language": "en", "translations": [HINDI]})
    api.will_answer("GET", "attempts/400/", payloads.attempt())
    api.will_answer("GET", "attempts/400/questions/", payloads.page(row))
    return lambda: student.get("/attempts/400/").content.decode()


def test_the_room_is_read_in_the_language_that_was_chosen(room, student):
    before = room()

    response = student.post("/attempts/400/language/", {"language": "hi"})

    after = room()
    assert response.status_code == 303
    assert "What bends light?" in before
    assert "प्रकाश को क्या मोड़ता है?" not in before
    assert "प्रकाश को क्या मोड़ता है?" in after
    assert 'value="1010"' in after
    assert 'lang="hi" aria-pressed="true">हिंदी</button>' in after


def test_a_room_without_translations_offers_no_choice(student, api):
    api.will_answer("GET", "attempts/400/", payloads.attempt())
    api.will_answer(
        "GET", "attempts/400/questions/", payloads.page(payloads.question())
    )

    page = student.get("/attempts/400/").content.decode()

    assert "paper-language" not in page


def test_an_open_room_is_told_that_its_choice_was_heard(student):
    response = student.post(
        "/attempts/400/language/",
        {"language": "hi"},
        headers={"HX-Request": "true"},
    )

    assert response.status_code == 204
    assert response.headers["Portal-Language"] == "hi"


@pytest.mark.parametrize("code", ["", "english", "<b>", "../hi"])
def test_what_is_no_language_changes_nothing(room, student, code):
    student.post("/attempts/400/language/", {"language": code})

    assert "What bends light?" in room()


def test_a_language_chosen_on_the_exam_s_page_is_the_room_s(student, api, room):
    api.will_answer("GET", "exams/optics/attempts/", payloads.page())
    api.will_answer("POST", "exams/optics/attempts/", payloads.attempt(), status=201)

    student.post("/exams/optics/attempts/", {"language": "hi"})

    assert "प्रकाश को क्या मोड़ता है?" in room()


def test_an_exam_in_two_languages_asks_which(student, api, visit):
    api.will_answer("GET", "exams/optics/", payloads.exam())
    api.will_answer("GET", "exams/optics/attempts/", payloads.page())
    api.will_answer("GET", "exams/optics/languages/", LANGUAGES, version="v2.3")

    page = visit(student, "/exams/optics/")

    assert "Language of the questions" in page.text
    assert '<option value="hi" lang="hi">हिन्दी</option>' in page.source


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 404, "json": {"detail": "Not found."}},
        {"status": 403, "json": {"detail": "No."}},
        {"status": 200, "json": {"results": []}},
        {"status": 200, "json": {"results": [{"code": "en", "title": "English"}]}},
        {"status": 200, "body": "<h1>Welcome to the hotel</h1>"},
    ],
    ids=["not there", "not allowed", "none", "one", "nonsense"],
)
def test_where_there_is_nothing_to_choose_nothing_is_asked(student, api, visit, answer):
    api.will_answer("GET", "exams/optics/", payloads.exam())
    api.will_answer("GET", "exams/optics/attempts/", payloads.page())
    path = "https://demo.testpress.in/api/v2.3/exams/optics/languages/"
    api.add("GET", path, **answer)

    page = visit(student, "/exams/optics/")

    assert "Start exam" in page.text
    assert "Language of the questions" not in page.text
