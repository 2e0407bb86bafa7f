"""/me/ and its form, and /users/<id>/."""

import pytest

from tests import payloads

BEFORE = payloads.profile()
FIELDS = (
    "first_name", "last_name", "email", "phone", "birth_date", "address1", "address2",
    "city", "zip",
)  # fmt: skip


def sent_in(**changes):
    """The form as a browser sends it: each field, changed or not."""
    return {**{name: BEFORE[name] for name in FIELDS}, **changes}


def test_the_documented_profile_is_shown_and_can_be_changed(student, api, visit):
    api.will_answer("GET", "me/", payloads.seed("me_v21"))

    page = visit(student, "/me/")

    assert "Divya testpress" in page.text
    assert "POZITIVE ONLINE TEST SERIES" in page.text
    assert "Gender Female" in page.text
    assert "State Tamil Nadu" in page.text
    for name in FIELDS:
        assert (
            f'name="{name}" value="{BEFORE[name]}"' in page.source or not (BEFORE[name])
        )
    assert 'name="gender"' not in page.source
    assert 'name="state"' not in page.source


def test_only_what_was_changed_is_sent(student, api):
    api.will_answer("GET", "me/", BEFORE)
    api.will_answer("PUT", "users/17/", payloads.seed("user_update_v21"))
    api.will_answer("GET", "me/", {**BEFORE, "city": "Madurai"})

    response = student.post("/me/", sent_in(city=" Madurai "))

    assert api.sent == {"city": "Madurai"}
    assert response.status_code == 303
    assert response["Location"] == "/me/"


def test_what_was_saved_is_read_again_and_said(student, api, visit):
    api.will_answer("GET", "me/", BEFORE)
    api.will_answer("PUT", "users/17/", payloads.seed("user_update_v21"))
    after = {**BEFORE, "last_name": "Rao", "display_name": "Divya Rao"}
    api.will_answer("GET", "me/", after)
    student.post("/me/", sent_in(last_name="Rao"))

    page = visit(student, "/me/")

    assert "Your profile is saved." in page.text
    assert "Gender Female" in page.text
    assert "State Tamil Nadu" in page.text
    assert student.session["student"] == {"id": 17, "name": "Divya Rao"}


def test_a_field_that_the_api_passed_over_is_not_called_saved(student, api, visit):
    api.will_answer("GET", "me/", BEFORE)
    api.will_answer("PUT", "users/17/", payloads.seed("user_update_v21"))
    student.post("/me/", sent_in(email="new@example.com"))

    page = visit(student, "/me/")

    assert "left this as it was: Email." in page.text
    assert "Your profile is saved." not in page.text


def test_a_form_sent_unchanged_changes_nothing(student, api, visit):
    api.will_answer("GET", "me/", BEFORE)

    student.post("/me/", sent_in())

    assert api.asked == ["GET me/"]
    assert "There was nothing to change." in visit(student, "/me/").text


def test_a_birth_date_can_be_taken_away(student, api):
    api.will_answer("GET", "me/", BEFORE)
    api.will_answer("PUT", "users/17/", {})

    student.post("/me/", sent_in(birth_date=""))

    assert api.sent == {"birth_date": None}


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("27/08/94", "Enter a date, such as 2007-08-27."),
        ("2199-01-01", "Enter a date in the past."),
    ],
)
def test_a_birth_date_that_cannot_be_one_is_not_sent(date, said, student, api):
    api.will_answer("GET", "me/", BEFORE)

    response = student.post("/me/", sent_in(birth_date=date, city="Madurai"))

    source = response.content.decode()
    assert response.status_code == 400
    assert said in source
    assert f'value="{date}"' in source
    assert 'value="Madurai"' in source


def test_what_the_api_refuses_stands_beside_the_field_and_nothing_is_lost(student, api):
    words = {"email": ["Enter a valid email address."], "state_choices": ["Required."]}
    api.will_answer("GET", "me/", BEFORE)
    api.will_answer("PUT", "users/17/", words, status=400)

    response = student.post("/me/", sent_in(email="no", city="Madurai"))

    source = response.content.decode()
    assert response.status_code == 400
    assert '<a href="#id_email">Enter a valid email address.</a>' in source
    assert 'id="id_email_error"' in source
    assert "<li>Required.</li>" in source
    assert 'value="no"' in source
    assert 'value="Madurai"' in source


def test_an_institute_that_allows_no_change_says_so(student, api):
    api.will_answer("GET", "me/", BEFORE)
    api.will_answer("PUT", "users/17/", {"detail": "No <edits>."}, status=403)

    response = student.post("/me/", sent_in(city="Madurai"))

    assert response.status_code == 403
    assert "No &lt;edits&gt;." in response.content.decode()
    assert 'value="Madurai"' in response.content.decode()


def test_an_outage_keeps_what_was_typed(student, api):
    api.will_answer("GET", "me/", BEFORE)
    api.will_not_answer("PUT", "users/17/")

    response = student.post("/me/", sent_in(city="Madurai"))

    source = response.content.decode()
    assert response.status_code == 503
    assert "There was no answer." in source
    assert 'value="Madurai"' in source


def test_a_session_that_ended_meanwhile_leads_to_signing_in(student, api):
    api.will_answer("GET", "me/", BEFORE)
    api.will_answer("PUT", "users/17/", {"detail": "Session Cleared"}, status=401)

    response = student.post("/me/", sent_in(city="Madurai"))

    assert response["Location"].startswith("/login/")


def test_a_profile_that_cannot_be_reached_says_so(student, api, visit):
    api.will_not_answer("GET", "me/")

    visit(student, "/me/", status=503)


def test_other_devices_are_signed_out_from_here(student, api, visit):
    api.will_answer("GET", "me/", BEFORE)

    page = visit(student, "/me/")

    assert "Signed in elsewhere?" in page.text
    assert 'action="/logout/others/" method="post"' in page.source


def test_the_documented_student_has_initials_for_a_photo(student, api, visit):
    api.will_answer("GET", "users/18/", payloads.seed("user_detail_v21"))

    page = visit(student, "/users/18/")

    assert "VK Vinoth Kumar" in page.text


def test_nobody_sees_more_of_another_than_the_public_part(student, api, visit):
    private = {**BEFORE, "id": 18, "display_name": "A" * 50}
    api.will_answer("GET", "users/18/", private)

    page = visit(student, "/users/18/")

    assert "A" * 50 in page.text
    for name in ("email", "phone", "birth_date", "city", "zip"):
        assert BEFORE[name] not in page.source
    assert BEFORE["batches"][0] not in page.source


def test_a_student_can_see_what_others_see_of_them(student, api, visit):
    api.will_answer("GET", "me/", BEFORE)
    api.will_answer("GET", "users/17/", BEFORE)

    link = visit(student, "/me/").source
    page = visit(student, "/users/17/")

    assert 'href="/users/17/"' in link
    assert BEFORE["email"] not in page.source


def test_a_student_who_is_not_there_is_a_404_page(student, api, visit):
    api.will_answer("GET", "users/99/", {"detail": "Not found."}, status=404)

    visit(student, "/users/99/", status=404)


def test_a_photo_comes_over_https_or_not_at_all(student, api, visit):
    private = {
        **payloads.seed("user_detail_v21"),
        "photo": "http://elsewhere.example/me.png",
    }
    api.will_answer("GET", "users/18/", private)

    page = visit(student, "/users/18/")

    assert "elsewhere.example" not in page.source
