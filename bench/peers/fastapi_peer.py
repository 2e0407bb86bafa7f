"""An ordinary FastAPI backend: one shared httpx client, Jinja, nh3, a signed cookie."""

import asyncio
import os
from contextlib import asynccontextmanager

import httpx
import jinja2
import nh3
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from starlette.middleware.sessions import SessionMiddleware

from bench.peers import page

API = os.environ["TESTPRESS_API_URL"] + "/api/v2.2"
templates = jinja2.Environment(autoescape=True)
CLOCK, LIST, ROOM = map(templates.from_string, (page.CLOCK, page.LIST, page.ROOM))


@asynccontextmanager
async def lifespan(app):
    limits = httpx.Limits(max_connections=512, max_keepalive_connections=512)
    async with httpx.AsyncClient(limits=limits, timeout=30) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)
app.add_middleware(SessionMiddleware, secret_key="only-for-the-bench")


async def ask(request, method, path, **rest):
    headers = {"Authorization": f"JWT {request.session['token']}"}
    client = request.app.state.client
    answer = await client.request(method, f"{API}/{path}", headers=headers, **rest)
    answer.raise_for_status()
    return answer.json()


@app.get("/login/")
async def login(request: Request):
    request.session["token"] = "e" * 180
    return Response("in")


@app.post("/attempts/{id}/heartbeat/")
async def heartbeat(request: Request, id: int):
    attempt = await ask(request, "PUT", f"attempts/{id}/heartbeat/")
    return HTMLResponse(CLOCK.render(left=attempt["remaining_time"]))


@app.post("/attempts/{id}/questions/{row}/")
async def save(request: Request, id: int, row: int):
    form = await request.form()
    body = {"selected_answers": form.getlist("selected_answers"), "review": False}
    await ask(request, "PUT", f"attempts/{id}/questions/{row}/", json=body)
    return Response(headers={"Portal-Saved": f"{row}:{form['version']}"})


@app.get("/exams/")
async def exams(request: Request):
    data = await ask(request, "GET", "exams/available/")
    return HTMLResponse(LIST.render(exams=data["results"]))


@app.get("/attempts/{id}/")
async def room(request: Request, id: int):
    path = f"attempts/{id}/questions/"
    _attempt, first = await asyncio.gather(
        ask(request, "GET", f"attempts/{id}/"), ask(request, "GET", path)
    )
    numbers = range(2, -(-first["count"] // first["per_page"]) + 1)
    rest = await asyncio.gather(
        *(ask(request, "GET", path, params={"page": n}) for n in numbers)
    )
    rows = [read(row) for data in (first, *rest) for row in data["results"]]
    return HTMLResponse(ROOM.render(rows=rows, token=""))


def read(row):
    return {
        "id": row["id"],
        "html": nh3.clean(row["question"]["question_html"]),
        "answers": [
            {
                "id": answer["id"],
                "html": nh3.clean(answer["text_html"]),
                "chosen": answer["id"] in row["selected_answers"],
            }
            for answer in row["question"]["answers"]
        ],
    }
