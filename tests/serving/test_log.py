"""What gunicorn writes by itself is a line like ours, and quotes nobody."""

import importlib.util
import json
import logging
import socket
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAD = "GET /login/?q=canary HTTP/1.1\r\nHost: 127.0.0.1\r\n"


def ask(stack, request: str) -> bytes:
    with socket.create_connection(("127.0.0.1", stack.portal.port), 30) as line:
        line.sendall(request.encode())
        return line.recv(12)


@pytest.mark.parametrize(
    "request_",
    [
        "GET /login/?q=canary \u00e9 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "GET /canary\u00e9/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        f"{HEAD}Cookie session=canary\r\n\r\n",
    ],
)
def test_a_request_that_cannot_be_read_is_not_quoted(stack, request_):
    before = len(stack.portal.log.read_text())

    assert ask(stack, request_) == b"HTTP/1.1 400"
    time.sleep(0.3)

    written = stack.portal.log.read_text()[before:]
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["message"] for line in lines] == ["Invalid request"]
    assert "canary" not in written


def test_nobody_says_below_which_path_we_are(stack):
    assert ask(stack, f"{HEAD}SCRIPT_NAME: /elsewhere\r\n\r\n") == b"HTTP/1.1 200"


def test_an_error_is_told_by_its_kind_and_place():
    spec = importlib.util.spec_from_file_location("conf", ROOT / "gunicorn.conf.py")
    conf = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(conf)
    try:
        raise ValueError("canary")
    except ValueError:
        record = logging.LogRecord(
            "gunicorn.error", logging.ERROR, "", 0, "Error handling request %s",
            ("/canary/",), sys.exc_info(),
        )  # fmt: skip

    line = json.loads(conf.Lines().format(record))

    assert line["message"] == "Error handling request"
    assert line["traceback"][0] == "builtins.ValueError"
    assert "canary" not in json.dumps(line).replace(__file__, "")
