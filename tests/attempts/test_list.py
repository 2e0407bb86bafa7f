"""All attempts: what can be resumed on top, and each kind of emptiness for itself."""

import pytest

from tests import payloads


def test_a_running_attempt_comes_first_and_can_be_resumed(student, api, visit):
    done = payloads.completed(id=12, exam=payloads.exam(title="Waves"))
    api.will_answer("GET", "attempts/", payloads.page(done, payloads.attempt()))

    page = visit(student, "/attempts/")

    assert 'action="/attempts/400/start/"' in page.source
    assert "In progress – 2 hours 55 minutes left" in page.text
    assert page.text.index("Resume exam") < page.text.index("Waves")


def test_a_finished_attempt_has_its_score_of_the_maximum_and_its_time(
    student, api, visit
):
    api.will_answer("GET", "attempts/", payloads.page(payloads.completed()))

    page = visit(student, "/attempts/")

    for fact in ("7 of 12", "83.64", "5 min", "JEE 2027"):
        assert fact in page.text


def test_a_rank_is_listed_only_where_it_may_be_shown(student, api, visit):
    ranked = {"rank": 35, "max_rank": 287}
    shown = payloads.completed(id=1, rank_enabled=True, **ranked)
    withheld = payloads.completed(id=2, rank_enabled=False, **ranked)
    api.will_answer("GET", "attempts/", payloads.page(shown, withheld))

    page = visit(student, "/attempts/")

    assert page.text.count("35 / 287") == 1


def test_the_documented_attempts_are_listed_damage_and_all(student, api, visit):
    api.will_answer("GET", "attempts/", payloads.seed("attempts_list_v22"))

    page = visit(student, "/attempts/")

    assert "2.25" not in page.text
    assert "–" in page.text


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/attempts/", "No attempts yet"),
        ("/attempts/?q=xyz", "No attempt matches"),
        ("/attempts/?course=IBPS", "No attempt matches"),
        ("/attempts/?page=7", "nothing on this page"),
    ],
)
def test_nothing_at_all_and_nothing_found_are_told_apart(
    student, api, visit, address, words
):
    api.will_answer("GET", "attempts/", payloads.page())

    page = visit(student, address)

    assert words in page.text


def test_an_outage_is_not_an_empty_list(student, api, visit):
    api.will_not_answer("GET", "attempts/")

    page = visit(student, "/attempts/", status=503)

    assert "No attempts yet" not in page.text
    assert "Try again" in page.text


def test_the_search_is_the_apis_and_swaps_only_the_list(student, api):
    query = {"course": "IBPS", "q": "mock", "page": "2"}
    api.will_answer("GET", "attempts/", payloads.page(), query=query)

    response = student.get(
        "/attempts/?course=IBPS&q=mock&page=2",
        headers={"HX-Request": "true", "HX-Target": "attempt-results"},
    )

    assert "<h1" not in response.text
    assert "nothing on this page" in response.text
