"""POST /attempts/<id>/questions/<row>/files/: a file comes to the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import payloads

FILES = "/attempts/400/questions/201/files/"
SCRIPT = {"HTTP_HX_REQUEST": "true"}
PNG = b"\x89PNG\r\n\x1a\n and the rest"


@pytest.fixture
def room(student, api):
    """A room whose only question wants files: row 201."""
    api.will_answer("GET", "attempts/400/", payloads.attempt(total_questions=1))
    row = payloads.question(id=201, question={"type": "F", "answers": []})
    api.will_answer("GET", "attempts/400/questions/", payloads.page(row))
    response = student.get("/attempts/400/")
    api.reset()
    return response


def a_file(name="Water cycle.png", content=PNG):
    return SimpleUploadedFile(name, content, content_type="image/png")


def test_a_file_comes_to_the_api_and_its_reference_back(student, api, room):
    api.will_answer(
        "POST", "image_upload/", {"id": 7, "url": "https://x.example/7"}, status=201
    )

    response = student.post(FILES, {"file": a_file()}, **SCRIPT)

    assert response.json() == {
        "reference": "https://x.example/7",
        "name": "Water cycle.png",
    }
    assert response["Portal-File"] == "201"
    sent = api.calls[-1].request
    assert b'name="file"; filename="Water-cycle.png"' in sent.body
    assert PNG in sent.body


def test_the_answer_is_saved_with_its_references(student, api, room):
    api.will_answer("PUT", "attempts/400/questions/201/", payloads.question())

    student.post(
        "/attempts/400/questions/201/", {"files": ["a/1.pdf", "b"], "version": "1"}
    )

    assert api.sent == {
        "selected_answers": [],
        "review": False,
        "files": ["a/1.pdf", "b"],
    }


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (a_file("virus.png", b"MZ\x90"), "no JPEG, PNG or PDF"),
        (a_file("page.pdf", b"<html>"), "no JPEG, PNG or PDF"),
        (a_file("huge.png", PNG + b"x" * 10 * 1024 * 1024), "larger than 10 MB"),
    ],
)
def test_what_is_no_picture_or_pdf_is_refused_in_words(student, api, room, file, words):
    response = student.post(FILES, {"file": file}, **SCRIPT)

    assert response.status_code == 422
    assert response["Portal-Refused"] == "answer"
    assert words in response.content.decode()
    assert api.asked == []


def test_an_upload_that_the_api_did_not_take_is_tried_again(student, api, room):
    api.will_not_answer("POST", "image_upload/")

    response = student.post(FILES, {"file": a_file()}, **SCRIPT)

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "Portal-File" not in response


def test_a_question_of_another_kind_takes_no_files(student, api, room):
    response = student.post(
        "/attempts/400/questions/202/files/", {"file": a_file()}, **SCRIPT
    )

    assert response.status_code == 404


def test_too_many_files_are_refused_before_the_api_is_asked(student, api, room):
    response = student.post(
        "/attempts/400/questions/201/",
        {"files": [f"a/{n}" for n in range(11)], "version": "1"},
    )

    assert response.status_code == 422
    assert api.asked == []
