"""A student's windows in a test's hand, and the network between them and the portal."""

from typing import Any

from tests.faults.node import Driver
from tests.stack import PASSWORD, Stack

LETTERS = "ABCD"


class Play:
    """One student, one attempt of three questions; any number of windows."""

    def __init__(self, stack: Stack, driver: Driver, username: str) -> None:
        self.stack = stack
        self.world = stack.world
        self.driver = driver
        self.username = username
        self.attempt = self.world.add_attempt(username, "sums")
        self.rows = list(self.world.answers(self.attempt))
        self._devices: set[str] = set()

    def open(self, window: str = "one", device: str = "phone", **options: Any) -> None:
        if device not in self._devices:
            self._devices.add(device)
            signing_in = {"username": self.username, "password": PASSWORD}
            self.driver.ask("device", device=device, **signing_in)
        opened = self.driver.ask(
            "open", device=device, window=window, attempt=self.attempt, **options
        )
        self._options = {row["row"]: row["options"] for row in opened["rows"]}

    def choose(self, letter: str, window: str = "one", question: int = 1) -> None:
        """A letter, or "-" to clear."""
        row = str(self.rows[question - 1])
        chosen = [] if letter == "-" else [self._options[row][LETTERS.index(letter)]]
        values = {"selected_answers": chosen}
        self.driver.ask("change", window=window, row=row, values=values)

    def mark(self, marked: bool, window: str = "one", question: int = 1) -> None:
        row = str(self.rows[question - 1])
        values = {"review": marked}
        self.driver.ask("change", window=window, row=row, values=values)

    def wait(self, seconds: float) -> None:
        self.driver.ask("pass", milliseconds=seconds * 1000)

    def crash(self, window: str = "one") -> None:
        self.driver.ask("crash", window=window)

    def state(self, window: str = "one") -> dict[str, Any]:
        return self.driver.ask("state", window=window)

    def waiting(self, part: str = "/questions/", window: str = "") -> list[int]:
        """The requests on the network that nobody has answered, oldest first."""
        return [
            request["id"]
            for request in self.driver.ask("requests")["requests"]
            if request["state"] == "waiting"
            and part in request["path"]
            and window in ("", request["window"])
        ]

    def perform(self, request: int) -> int:
        status: int = self.driver.ask("perform", request=request)["status"]
        return status

    def deliver(self, request: int) -> None:
        """It arrives, and so does the answer."""
        self.perform(request)
        self.driver.ask("answer", request=request)

    def reply(self, request: int) -> None:
        self.driver.ask("answer", request=request)

    def fake(self, request: int, status: int, body: str = "", **headers: str) -> None:
        """Somebody else answers, and the portal never sees it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.driver.ask(
            "answer", request=request, status=status, headers=named, body=body
        )

    def lose(self, request: int) -> None:
        self.driver.ask("lose", request=request)

    def deliver_all(self, rounds: int = 12) -> None:
        """A good network from here on, and some time for it."""
        for _ in range(rounds):
            found = self.waiting("")
            for request in found:
                self.deliver(request)
            self.wait(4)
            if not found and not self.waiting(""):
                return

    def hand_in(self, window: str = "one") -> None:
        self.driver.ask("handIn", window=window)
        self.deliver_all()

    @property
    def held(self) -> str:
        """What the API has of the three questions: "A-C"."""
        attempt = self.world.attempt(self.attempt)
        letters = ""
        for row in self.world.attempts.rows(attempt):
            chosen = row.answer.get("selected_answers", [])
            places = [
                at for at, one in enumerate(row.question.options) if one.id in chosen
            ]
            letters += "".join(LETTERS[at] for at in places) or "-"
        return letters
