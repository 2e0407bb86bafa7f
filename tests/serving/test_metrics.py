"""Under gunicorn, /metrics adds up all workers, whichever answers."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.stack import Stack

TOKEN = "a-long-and-random-token"


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    variables = {"WEB_CONCURRENCY": "3", "WEB_THREADS": "4", "METRICS_TOKEN": TOKEN}
    folder = tmp_path_factory.mktemp("metrics")
    with Stack(folder, content=False, **variables) as stack:
        yield stack


def test_requests_of_all_workers_are_added_up(stack):
    def look(_):
        return requests.get(f"{stack.url}/login/", timeout=60).status_code

    with ThreadPoolExecutor(8) as people:
        codes = set(people.map(look, range(60)))
    seen = set()
    for _ in range(6):  # each a new connection, and so perhaps another worker
        told = requests.get(
            f"{stack.url}/metrics",
            headers={"Authorization": f"Bearer {TOKEN}", "Host": "10.0.0.7"},
            timeout=60,
        )
        name = 'portal_requests_total{method="GET",route="login",status="200"}'
        seen.add(re.search(rf"^{re.escape(name)} (\S+)$", told.text, re.MULTILINE)[1])

    assert codes == {200}
    assert seen == {"60.0"}
    assert 'portal_in_work{rank="save"} ' in told.text
    assert 'portal_waiting{rank="page"} ' in told.text


def test_a_stranger_finds_nothing(stack):
    response = requests.get(f"{stack.url}/metrics", timeout=60, allow_redirects=False)

    assert response.status_code in (301, 404)
