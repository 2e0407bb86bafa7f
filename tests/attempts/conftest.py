"""A room in which Asha sits: attempt 400, with rows 101 (R), 102 (C) and 103 (N)."""

import pytest

from tests import payloads

ROWS = (
    payloads.question(id=101),
    payloads.question(id=102, question={"type": "C"}),
    payloads.question(id=103, question={"type": "N", "answers": []}),
)


@pytest.fixture
def room(student, api):
    """The room, opened: the portal has seen its paper, the API forgets the asking."""
    api.will_answer("GET", "attempts/400/", payloads.attempt())
    api.will_answer("GET", "attempts/400/questions/", payloads.page(*ROWS))
    response = student.get("/attempts/400/")
    assert response.status_code == 200
    api.reset()
    return response
