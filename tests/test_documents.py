"""The documents' own JSON, damage included, in place of a living API: every page holds.

No page may crash on it, say "None", or show a date or a time that nobody has said.
"""

import re
from collections.abc import Iterator

import pytest
import responses

from tests import payloads
from tests.payloads import seed

# What the API is asked, and which sample answers it; "{v}" is either document's.
ANSWERS = {
    "me/": "me_v21",
    r"users/\d+/": "user_detail_v21",
    "exams/": "exams_list_v21",
    "exams/available/": "exams_available_v21",
    "exams/upcoming/": "exams_upcoming_v21",
    "exams/history/": "exams_history_v21",
    r"exams/[\w-]+/attempts/": "exam_attempts_v22",
    r"exams/(?!available/|upcoming/|history/)[\w-]+/": "exam_detail_v21",
    "attempts/": "attempts_list_{v}",
    r"attempts/1/": "attempt_detail_{v}",
    r"attempts/2/": "attempt_end_{v}",
    r"attempts/\d+/questions/": "questions_{v}",
    r"attempts/\d+/review/": "review_{v}",
    r"attempts/\d+/review/subjects/": "review_subjects_v22",
    "products/": "products_list_v21",
    r"products/[\w-]+/": "product_detail_v21",
    "posts/": "posts_list_v21",
    r"posts/[\w-]+/": "post_detail_v21",
}
PAGES = (
    "/",
    "/?all=1",
    "/exams/",
    "/exams/?state=upcoming",
    "/exams/?state=history",
    "/exams/mathjax-sample-exam/",
    "/attempts/",
    "/attempts/1/",
    "/attempts/2/",
    "/attempts/2/review/",
    "/attempts/2/review/?result=incorrect",
    "/attempts/2/review/subjects/",
    "/attempts/2/review/times/",
    "/attempts/2/history/",
    "/search/?q=exam&all=1",
    "/products/",
    "/posts/",
    "/me/",
    "/users/18/",
)
DAMAGE = ("2.25", "2.20:03", "2.2-", "0001", "1970")


@pytest.fixture(params=["v22", "v21"])
def documents(request) -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as far:
        for path, name in ANSWERS.items():
            url = re.compile(rf"{payloads.ORIGIN}/api/v2\.2/{path}(\?.*)?$")
            far.get(url, json=seed(name.format(v=request.param)))
        for verb in ("start", "heartbeat"):
            url = f"{payloads.ORIGIN}/api/v2.2/attempts/1/{verb}/"
            far.put(url, json=seed(f"attempt_{verb}_v22"))
        yield far


@pytest.mark.parametrize("path", PAGES)
def test_every_page_holds_the_documents_json(student, documents, visit, path):
    page = visit(student, path)

    shown = page.text
    assert not [damage for damage in DAMAGE if damage in shown]


def test_the_documents_product_and_post_have_pages(student, documents, visit):
    assert visit(student, "/products/free-ias-prelims-power-pack/")
    assert visit(student, "/posts/post-title2/")


def test_the_documents_running_attempt_can_be_resumed_and_sat(
    student, documents, visit
):
    resume = visit(student, "/attempts/1/")
    started = student.post("/attempts/1/start/")
    room = visit(student, started["Location"])

    assert "Resume exam" in resume.text
    rows = [row["id"] for row in seed("questions_v22")["results"]]
    assert {f"question-{row}" for row in rows} <= set(room.ids)
    assert 'data-clock="known"' in room.source or 'data-clock="unknown"' in room.source
