"""A student's browser without a screen: cookies, CSRF token, forms."""

from typing import Any, Self

import requests

from tests.stack import PASSWORD

PATIENCE = 60


class Browser:
    """The same cookies for every machine, as behind a load balancer."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.headers["HX-Request"] = "true"

    def at(self, address: str) -> Self:
        """From here on another machine answers."""
        self.address = address
        return self

    def sign_in(self, username: str, password: str = PASSWORD) -> requests.Response:
        return self.post("/login/", username=username, password=password)

    def get(self, path: str) -> requests.Response:
        return self.session.get(
            self.address + path, allow_redirects=False, timeout=PATIENCE
        )

    def post(self, path: str, **fields: Any) -> requests.Response:
        token = self.get("/csrf/").headers["Portal-CSRF"]
        return self.session.post(
            self.address + path,
            data=fields,
            headers={"X-CSRFToken": token},
            allow_redirects=False,
            timeout=PATIENCE,
        )

    def start(self, slug: str) -> int:
        """Start an exam, or resume it; the id of the attempt."""
        response = self.post(f"/exams/{slug}/attempts/")
        assert response.status_code == 303, response.status_code
        return int(response.headers["Location"].rstrip("/").rpartition("/")[2])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.session.close()
