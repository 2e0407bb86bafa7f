"""The sandbox's own switches over HTTP, under `/_sandbox/`: no part of Testpress.

GET    /_sandbox/                     the clock, the students, the exams
POST   /_sandbox/reset/               begin again
POST   /_sandbox/clock/               {"advance": seconds}
GET    /_sandbox/faults/              the rules, with how often each met and fired
POST   /_sandbox/faults/              a rule (the fields of `faults.Fault`)
DELETE /_sandbox/faults/[<id>/]       heal one, or all
POST   /_sandbox/tokens/              {"action": "expire" | "revoke" | "elsewhere",
                                      "username": optional}
GET    /_sandbox/answers/<attempt>/   {row id: the stored answer}
GET    /_sandbox/saves/<attempt>/     every PUT of an answer, in order
POST   /_sandbox/attempts/<id>/end/   end it behind the student's back
GET    /_sandbox/calls/               the log; `method` and `path` narrow it
DELETE /_sandbox/calls/
POST   /_sandbox/scenes/<name>/       one of SCENES instead of all other faults

In a browser `/_sandbox/` is a page of buttons for the scenes.
"""

import html
import re
from typing import Any

from portal.sandbox import faults
from portal.sandbox.messages import Refusal, Request, Response, as_json, invalid
from portal.sandbox.world import World

PREFIX = "/_sandbox/"

# What a demo wants at one press: a title, and the faults of the API from then on.
SCENES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "well": ("All is well", []),
    "lost": ("Lose the network: no call gets through", [{"drop": "before"}]),
    "unheard": ("Do what is asked, but let no answer through", [{"drop": "after"}]),
    "slow": ("Take four seconds for everything", [{"delay": 4.0}]),
    "down": ("Be down: 503", [{"status": 503}]),
    "busy": (
        "Be too busy: 429, come back in 12 seconds",
        [{"status": 429, "retry_after": 12}],
    ),
    "wifi": ("Be a café's sign-in page instead", [{"garbage": "html"}]),
    "flaky": ("Drop about every second call", [{"drop": "before", "probability": 0.5}]),
}


def answer(world: World, request: Request) -> Response:
    path = request.path.removeprefix(PREFIX)
    for method, pattern, action in _ACTIONS:
        found = re.fullmatch(pattern, path)
        if found and method == request.method:
            try:
                answered = action(world, request, *found.groups())
                if isinstance(answered, Response):
                    return answered
                return as_json(answered)
            except Refusal as refusal:
                return as_json(refusal.body, refusal.status)
            except LookupError as problem:
                return as_json({"detail": str(problem)}, 404)
    return as_json({"detail": "Not found.", "see": __doc__}, 404)


def _state(world: World, request: Request) -> Any:
    if "text/html" in request.accept:
        return _page(world)
    return {
        "now": world.now(),
        "students": [
            row["username"]
            for row in world.database.all("SELECT username FROM users ORDER BY id")
        ],
        "exams": list(world.catalogue.slugs),
        "faults": faults.listing(world.database),
        "help": __doc__,
    }


def _reset(world: World, request: Request) -> Any:
    world.reset()
    return {}


def _page(world: World) -> Response:
    forms = "".join(
        f'<form method="post" action="{PREFIX}scenes/{name}/">'
        f"<button>{title}</button></form>"
        for name, (title, _) in SCENES.items()
    )
    rules = "".join(
        f"<li><code>{html.escape(str(rule))}</code></li>"
        for rule in faults.listing(world.database)
    )
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>body{font:1rem/1.5 system-ui;max-width:40rem;margin:2rem auto;"
        "padding:0 1rem}button{font:inherit;margin:.2rem 0;padding:.4rem .8rem}"
        "pre{overflow:auto}</style><h1>A Testpress that can be told to fail</h1>"
        f"{forms}<h2>Faults now</h2><ul>{rules or '<li>None</li>'}</ul>"
        f"<h2>By HTTP</h2><pre>{html.escape(__doc__ or '')}</pre></html>"
    )
    return Response(200, page.encode(), {"Content-Type": "text/html; charset=utf-8"})


def _scene(world: World, request: Request, name: str) -> Any:
    if name not in SCENES:
        raise LookupError(f"no scene {name}; there are {', '.join(SCENES)}")
    with world.database.writing():
        world.heal()
        for rule in SCENES[name][1]:
            faults.add(world.database, faults.parse({"path": "^/api/", **rule}))
    return Response(303, b"", {"Location": PREFIX})


def _clock(world: World, request: Request) -> Any:
    seconds = request.data().get("advance", 0)
    if not isinstance(seconds, int | float):
        raise invalid(advance="A number of seconds is required.")
    return {"now": world.advance(seconds)}


def _faults(world: World, request: Request) -> Any:
    return faults.listing(world.database)


def _fail(world: World, request: Request) -> Any:
    try:
        return {"id": faults.add(world.database, faults.parse(request.data()))}
    except ValueError as problem:
        raise Refusal(400, {"detail": str(problem)}) from None


def _heal(world: World, request: Request, number: str | None = None) -> Any:
    world.heal(int(number) if number else None)
    return {}


def _tokens(world: World, request: Request) -> Any:
    data = request.data()
    actions = {
        "expire": world.expire_tokens,
        "revoke": world.revoke_tokens,
        "elsewhere": world.sign_in_elsewhere,
    }
    if data.get("action") not in actions:
        raise invalid(action=f"One of {', '.join(actions)} is required.")
    actions[data["action"]](data.get("username"))
    return {}


def _answers(world: World, request: Request, number: str) -> Any:
    return world.answers(int(number))


def _saves(world: World, request: Request, number: str) -> Any:
    return world.saves(int(number))


def _end(world: World, request: Request, number: str) -> Any:
    world.end(int(number))
    return {}


def _calls(world: World, request: Request) -> Any:
    query = request.query
    return world.calls(query.get("method", ""), query.get("path", ""))


def _forget_calls(world: World, request: Request) -> Any:
    world.forget_calls()
    return {}


_ACTIONS = (
    ("GET", "", _state),
    ("POST", "reset/", _reset),
    ("POST", "clock/", _clock),
    ("GET", "faults/", _faults),
    ("POST", "faults/", _fail),
    ("DELETE", "faults/", _heal),
    ("DELETE", "faults/([0-9]+)/", _heal),
    ("POST", "tokens/", _tokens),
    ("GET", "answers/([0-9]+)/", _answers),
    ("GET", "saves/([0-9]+)/", _saves),
    ("POST", "attempts/([0-9]+)/end/", _end),
    ("GET", "calls/", _calls),
    ("DELETE", "calls/", _forget_calls),
    ("POST", "scenes/([a-z]+)/", _scene),
)
