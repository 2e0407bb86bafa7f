"""Load by wrk: what students' browsers send, and how it was answered."""

import json
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from bench import machine

HOST = "portal.example"

# What a room's browser sends along; the scripts put a student's session in.
_SCRIPT = """
local sessions = %(sessions)s
local headers = %(headers)s
local method, path, body = %(method)s, %(path)s, %(body)s
local turn = math.random(#sessions)
function request()
  turn = turn %% #sessions + 1
  headers["Cookie"] = string.gsub(%(cookie)s, "SESSION", sessions[turn])
  return wrk.format(method, path, headers, body)
end
local threads = {}
function setup(thread) table.insert(threads, thread) end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    "DONE %%d %%f %%f %%f %%f %%d\\n",
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True)
class Asked:
    """One thing that a browser asks."""

    name: str
    method: str
    path: str
    body: str = ""

    @property
    def is_post(self) -> bool:
        return self.method == "POST"


@dataclass(frozen=True)
class Figures:
    """Milliseconds, but for `rate` (requests a second), `pss` (MB) and `errors`."""

    rate: float
    p50: float
    p95: float
    p99: float
    cpu: float
    busy: float
    pss: float
    errors: int


def headers_for(path: Asked, csrf: str, *, secure: bool) -> dict[str, str]:
    scheme = "https" if secure else "http"
    headers = {
        "Host": HOST,
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
        "Accept": "*/*",
        "Accept-Language": "en-GB,en;q=0.7",
        "Referer": f"{scheme}://{HOST}/attempts/400/",
        "Sec-Fetch-Site": "same-origin",
    }
    if secure:
        headers["X-Forwarded-Proto"] = "https"
    if path.is_post:
        headers |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"{scheme}://{HOST}",
            "HX-Request": "true",
            "HX-Current-URL": f"{scheme}://{HOST}/attempts/400/",
            "X-CSRFToken": csrf,
        }
    return headers


def run(
    url: str,
    path: Asked,
    *,
    cookie: str,
    headers: dict[str, str],
    sessions: list[str],
    connections: int,
    seconds: float,
    server_pid: int,
    folder: Path,
) -> Figures:
    script = folder / "load.lua"
    script.write_text(
        _SCRIPT
        % {
            "sessions": _lua(sessions),
            "headers": _lua(headers),
            "method": json.dumps(path.method),
            "path": json.dumps(path.path),
            "body": json.dumps(path.body) if path.body else "nil",
            "cookie": json.dumps(cookie),
        }
    )
    before, began = machine.cpu_seconds(server_pid), time.monotonic()
    with machine.on_cpu(machine.LOAD_CPU):
        said = subprocess.run(
            [
                "wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s",
                "--timeout", "30s", "-s", str(script), url,
            ],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    used, took = machine.cpu_seconds(server_pid) - before, time.monotonic() - began
    found = re.search(r"DONE (.*)", said)
    assert found, said
    names = ("requests", "seconds", "p50", "p95", "p99", "errors")
    done = dict(zip(names, map(float, found[1].split()), strict=True))
    return Figures(
        rate=done["requests"] / done["seconds"],
        p50=done["p50"],
        p95=done["p95"],
        p99=done["p99"],
        cpu=1000 * used / max(done["requests"], 1),
        busy=used / took,
        pss=machine.pss_mb(server_pid),
        errors=int(done["errors"]),
    )


def _lua(value: list[str] | dict[str, str]) -> str:
    if isinstance(value, list):
        return "{" + ", ".join(map(json.dumps, value)) + "}"
    return (
        "{"
        + ", ".join(f"[{json.dumps(k)}]={json.dumps(v)}" for k, v in value.items())
        + "}"
    )
