"""/check/: for everyone, and without a word to the API."""


def test_the_check_page_is_for_everyone(stranger, api, visit):
    page = visit(stranger, "/check/")

    assert "Pull the plug" in page.text
    assert api.asked == []


def test_the_practice_question_is_acknowledged_as_the_rooms_are(stranger, api):
    response = stranger.post("/check/", {"selected_answers": "3", "version": "4"})

    assert response["Portal-Saved"] == "1:4"
    assert api.asked == []
