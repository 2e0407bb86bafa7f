"""The far end, faked: by answer (`api`), or byte by byte (`far_end`)."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import responses

from portal import testpress
from portal.testpress.transport import Transport

from .far_end import FarEnd

SEEDS = Path(__file__).parent.parent / "fixtures" / "seeds"
ORIGIN = "https://demo.testpress.in"


class Api(responses.RequestsMock):
    """Plans answers by path. An unplanned request fails; so does one not made."""

    def will_answer(
        self,
        method: str,
        path: str,
        data: Any = None,
        *,
        page: int | None = None,
        **rest: Any,
    ) -> responses.BaseResponse:
        if "body" not in rest:
            rest["json"] = data
        version = rest.pop("version", "v2.2")
        asked = {"page": str(page)} if page else {}
        if method == "GET":
            query = rest.pop("query", asked)
            rest["match"] = [responses.matchers.query_param_matcher(query)]
        return self.add(method, f"{ORIGIN}/api/{version}/{path}", **rest)

    @property
    def asked(self) -> list[str]:
        start = len(f"{ORIGIN}/api/v2.2/")
        return [
            f"{call.request.method} {str(call.request.url)[start:]}"
            for call in self.calls
        ]

    @property
    def sent(self) -> Any:
        """The JSON body of the latest request."""
        body = self.calls[-1].request.body
        return json.loads(body) if body else None


@pytest.fixture
def api() -> Iterator[Api]:
    with Api() as api:
        yield api


@pytest.fixture
def transport() -> Transport:
    return Transport(ORIGIN)


@pytest.fixture
def student(transport: Transport) -> testpress.Client:
    return testpress.Client(transport, "header.claims.signature")


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    with FarEnd() as far_end:
        yield far_end


@pytest.fixture
def seed() -> Callable[[str], Any]:
    def load(name: str) -> Any:
        return json.loads((SEEDS / f"{name}.json").read_text())

    return load
