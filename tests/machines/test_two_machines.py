"""More than one machine: whichever answers, it is the same portal."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.machines.browser import Browser

AT_ONCE = 8


@pytest.fixture
def sitting(student, exam):
    """An attempt whose room was opened at the first machine: its id and its rows."""
    attempt = student.start(exam)
    page = student.get(f"/attempts/{attempt}/").text
    return attempt, options_by_row(page)


def options_by_row(page):
    """{row id: its options' ids}, as the room's page has them."""
    found = {}
    for part in page.split('data-question="')[1:]:
        row = int(re.match(r"\d+", part)[0])
        options = re.findall(r'name="selected_answers"\s+value="(\d+)"', part)
        found[row] = list(map(int, options))
    return found


def save(browser, attempt, row, option, writer="", version=1):
    return browser.post(
        f"/attempts/{attempt}/questions/{row}/",
        selected_answers=option,
        version=version,
        writer=writer,
    )


def take_over(browser, attempt):
    return browser.post(f"/attempts/{attempt}/writer/").headers["Portal-Writer"]


def test_a_sitting_goes_on_at_whichever_machine_answers(machines, student, sitting):
    attempt, rows = sitting
    (first, chosen), (second, other), *_ = rows.items()
    writer = take_over(student, attempt)

    student.at(machines.second.url)
    saved = save(student, attempt, first, chosen[1], writer)
    beat = student.post(f"/attempts/{attempt}/heartbeat/", writer=writer)
    held = machines.world.answers(attempt)[first]["selected_answers"]
    student.at(machines.first.url)
    last = {second: {"selected_answers": [other[2]], "review": False, "version": 1}}
    ended = student.post(
        f"/attempts/{attempt}/end/", writer=writer, answers=json.dumps(last)
    )

    assert (saved.status_code, beat.status_code, ended.status_code) == (200, 200, 200)
    assert saved.headers["Portal-Saved"] == f"{first}:1"
    assert beat.headers["Portal-Clock"] == "known"
    assert held == [chosen[1]]
    assert ended.headers["Portal-Ended"] == str(attempt)
    answers = machines.world.answers(attempt)
    assert answers[first]["selected_answers"] == [chosen[1]]
    assert answers[second]["selected_answers"] == [other[2]]
    result = student.at(machines.second.url).get(f"/attempts/{attempt}/")
    assert result.status_code == 200
    assert 'id="save-status"' not in result.text


def test_an_exam_is_started_once_however_many_processes_are_asked(
    machines, student, exam
):
    token = student.get("/csrf/").headers["Portal-CSRF"]
    cookies = student.session.cookies.get_dict()

    def press(number):
        address = (machines.first.url, machines.second.url)[number % 2]
        with Browser(address) as browser:
            browser.session.cookies.update(cookies)
            answer = browser.session.post(
                f"{address}/exams/{exam}/attempts/",
                headers={"X-CSRFToken": token},
                allow_redirects=False,
                timeout=60,
            )
        return answer.status_code, answer.headers.get("Location")

    with ThreadPoolExecutor(AT_ONCE) as together:
        answers = set(together.map(press, range(AT_ONCE)))

    created = machines.world.calls("POST", f"exams/{exam}/attempts/")
    assert len(answers) == 1
    assert next(iter(answers))[0] == 303
    assert [call["status"] for call in created] == [201]


def test_a_window_taken_over_at_one_machine_is_told_so_at_the_other(
    machines, student, sitting
):
    attempt, rows = sitting
    row, options = next(iter(rows.items()))
    old = take_over(student, attempt)
    assert save(student, attempt, row, options[0], old).status_code == 200

    new = take_over(student.at(machines.second.url), attempt)
    student.at(machines.first.url)
    refused = save(student, attempt, row, options[1], old, version=2)
    taken = save(student, attempt, row, options[2], new, version=3)

    assert refused.status_code == 409
    assert refused.headers["Portal-Conflict"] == "elsewhere"
    assert taken.headers["Portal-Saved"] == f"{row}:3"
    held = machines.world.answers(attempt)[row]["selected_answers"]
    assert held == [options[2]]


def test_wrong_passwords_are_counted_over_all_machines(machines, username):
    def guess(number):
        address = (machines.first.url, machines.second.url)[number % 2]
        with Browser(address) as browser:
            return browser.sign_in(username, f"guess-{number}").status_code

    before = len(machines.world.calls("POST", "auth-token"))
    with ThreadPoolExecutor(AT_ONCE) as together:
        codes = list(together.map(guess, range(2 * AT_ONCE)))

    asked = len(machines.world.calls("POST", "auth-token")) - before
    assert codes.count(400) == asked == 5
    assert codes.count(429) == 2 * AT_ONCE - 5
    with Browser(machines.second.url) as late:
        # Not even the right one, until the wait is over.
        assert late.sign_in(username).status_code == 429


def test_an_exam_survives_a_redis_that_forgets(machines, student, sitting):
    attempt, rows = sitting
    row, options = next(iter(rows.items()))
    machines.redis.forget()

    saved = save(student.at(machines.second.url), attempt, row, options[3])

    assert saved.status_code == 200
    assert saved.headers["Portal-Saved"] == f"{row}:1"
    held = machines.world.answers(attempt)[row]["selected_answers"]
    assert held == [options[3]]


def test_signing_out_at_one_machine_is_signing_out_at_all(machines, student):
    assert student.get("/me/").status_code == 200
    assert student.at(machines.second.url).get("/me/").status_code == 200
    cookies = student.session.cookies.copy()

    student.post("/logout/")

    for address in (machines.first.url, machines.second.url):
        student.session.cookies = cookies.copy()
        # htmx is told 401, and where to sign in.
        assert student.at(address).get("/me/").status_code == 401
