"""A stub of the API that costs next to nothing: nginx, fixed answers, a chosen delay.

One nginx serves them all: a port for each delay (0, 20 and 80 ms), and for each of
those a port that only passes on (`proxy_pass`), as the least that can stand between.
"""

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from bench.machine import LOAD_CPU, SERVER_CPU, free_ports, is_open, on_cpu
from tests import payloads

DELAYS = (0, 20, 80)
QUESTIONS = 200
PER_PAGE = 20
ATTEMPT = 400
ROW = 1001

PROSE = (
    "A block of mass {n} kg slides down a plane that makes an angle of {n} degrees"
    " with the horizontal. The coefficient of friction between the block and the plane"
    " is 0.{n}. Which of these is nearest to its acceleration, in metres per second"
    " squared?"
)


def payload(name: str) -> Any:
    """The answers by name; the questions' pages are "questions-<n>"."""
    if name == "saved":
        return {"id": ROW, "selected_answers": [ROW * 10], "review": False}
    if name == "heartbeat":
        return payloads.attempt(total_questions=QUESTIONS)
    if name == "attempt":
        exam = payloads.exam(number_of_questions=QUESTIONS)
        return payloads.attempt(exam=exam, total_questions=QUESTIONS)
    if name == "exams":
        exams = [
            payloads.exam(slug=f"exam-{n}", title=f"Mock test {n}", id=n)
            for n in range(1, PER_PAGE + 1)
        ]
        return payloads.page(*exams)
    if name == "attempts":
        return payloads.page(*(payloads.completed(id=id) for id in range(1, 11)))
    number = int(name.removeprefix("questions-"))
    first = ROW + (number - 1) * PER_PAGE
    return payloads.page(
        *(_question(id) for id in range(first, first + PER_PAGE)),
        count=QUESTIONS,
        next="more" if number * PER_PAGE < QUESTIONS else None,
    )


def _question(id: int) -> Any:
    n = id - ROW + 1
    answers = [
        {"id": id * 10 + place, "text_html": f"<p>{n}.{place} m s<sup>-2</sup></p>"}
        for place in range(4)
    ]
    html = f"<p><b>{n}.</b> {PROSE.format(n=n)}</p>"
    section = "Physics" if n <= QUESTIONS // 2 else "Chemistry"
    chosen = [id * 10] if n % 3 == 0 else []
    return payloads.question(
        id=id,
        question={"question_html": html, "answers": answers, "subject": section},
        selected_answers=chosen,
        review=False if chosen else None,
    )


class Stub:
    """The stub, running; `url(80)` answers after 80 ms, `proxy(80)` passes on to it."""

    def __init__(self, folder: Path) -> None:
        ports = iter(free_ports(2 * len(DELAYS)))
        self._ports = {delay: next(ports) for delay in DELAYS}
        self._proxies = {delay: next(ports) for delay in DELAYS}
        self._folder = folder / "stub"
        self._running: list[subprocess.Popen[bytes]] = []

    def url(self, delay: int) -> str:
        return f"http://127.0.0.1:{self._ports[delay]}"

    def proxy(self, delay: int) -> str:
        return f"http://127.0.0.1:{self._proxies[delay]}"

    @property
    def pid(self) -> int:
        return self._running[0].pid

    @property
    def proxy_pid(self) -> int:
        return self._running[1].pid

    def start(self) -> None:
        files = self._folder / "files"
        files.mkdir(parents=True, exist_ok=True)
        for each in (files, *files.parents[:2]):
            each.chmod(0o755)  # nginx's workers read it as nobody
        names = ["attempt", "exams", "attempts"]
        names += [f"questions-{n}" for n in range(1, QUESTIONS // PER_PAGE + 1)]
        for name in names:
            (files / f"{name}.json").write_text(json.dumps(payload(name)))
        answers = "".join(_answers(delay, self._ports[delay]) for delay in DELAYS)
        passing = "".join(
            _PASSING.format(name=f"api{delay}", to=self._ports[delay], port=port)
            for delay, port in self._proxies.items()
        )
        for name, servers, cpu in (
            ("answers", answers, LOAD_CPU),
            ("passing", passing, SERVER_CPU),
        ):
            conf = self._folder / f"{name}.conf"
            conf.write_text(
                _FRAME.format(name=name, folder=self._folder, servers=servers)
            )
            with on_cpu(cpu):
                nginx = shutil.which("nginx") or "/usr/sbin/nginx"
                command = [nginx, "-c", str(conf), "-p", str(self._folder)]
                self._running.append(subprocess.Popen(command))
        until = time.monotonic() + 10
        while not all(map(is_open, [*self._ports.values(), *self._proxies.values()])):
            if time.monotonic() > until:
                raise RuntimeError("nginx doesn't start")
            time.sleep(0.05)

    def close(self) -> None:
        for process in self._running:
            process.terminate()
            process.wait(timeout=10)


def _answers(delay: int, port: int) -> str:
    wait = f"echo_sleep {delay / 1000}; " if delay else ""

    def fixed(name: str) -> str:
        return json.dumps(payload(name)).replace("'", "\\u0027")

    def put(name: str, pattern: str) -> str:
        if not delay:
            return f"location ~ {pattern} {{ return 200 '{fixed(name)}'; }}\n"
        return (
            f"location ~ {pattern} {{ {wait} echo_exec @{name}; }}\n"
            f"location @{name} {{ return 200 '{fixed(name)}'; }}\n"
        )

    def get(name: str, pattern: str) -> str:
        if not delay:
            return f"location ~ {pattern} {{ rewrite ^ /{name}.json last; }}\n"
        return f"location ~ {pattern} {{ {wait} echo_exec /{name}.json; }}\n"

    return (
        f"server {{ listen 127.0.0.1:{port} backlog=4096; root files;\n"
        + put("heartbeat", "^/api/[^/]+/attempts/[0-9]+/(heartbeat|start)/$")
        + put("saved", "^/api/[^/]+/attempts/[0-9]+/questions/[0-9]+/$")
        + get("attempt", "^/api/[^/]+/attempts/[0-9]+/$")
        + get("questions-$page_asked", "^/api/[^/]+/attempts/[0-9]+/questions/$")
        + get("attempts", "^/api/[^/]+/attempts/$")
        + get("exams", "^/api/[^/]+/exams/available/$")
        + "location / { return 404 '{}'; }\n"
        + "location ~ [.]json$ { internal; }\n}\n"
    )


_FRAME = """
worker_processes 1;
daemon off;
pid {folder}/{name}.pid;
error_log {folder}/{name}.log crit;
load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;
events {{ worker_connections 8192; }}
http {{
  access_log off;
  default_type application/json;
  types {{ }}
  keepalive_requests 100000000;
  keepalive_timeout 300;
  client_body_temp_path {folder}/{name}-body;
  proxy_temp_path {folder}/{name}-proxy;
  fastcgi_temp_path {folder}/{name}-fastcgi;
  uwsgi_temp_path {folder}/{name}-uwsgi;
  scgi_temp_path {folder}/{name}-scgi;
  map $arg_page $page_asked {{ default $arg_page; "" 1; }}
  {servers}
}}
"""

_PASSING = """
upstream {name} {{
  server 127.0.0.1:{to}; keepalive 512; keepalive_requests 100000000;
}}
server {{ listen 127.0.0.1:{port} backlog=4096;
  location / {{
    proxy_pass http://{name}; proxy_http_version 1.1; proxy_set_header Connection "";
  }}
}}
"""
