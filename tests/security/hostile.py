"""Hostile words for every field that the API can fill."""

import re
from itertools import cycle
from pathlib import Path
from typing import Any

MARK = "window.__xss=1"
VECTORS = [
    line.replace("XSS", MARK)
    for line in (Path(__file__).parent / "vectors.txt")
    .read_text(encoding="utf-8")
    .split("\n")
    if line and not line.startswith("# ")
]
ADDRESSES = [
    f"javascript:{MARK}",
    f"JaVaScRiPt:{MARK}",
    f" javascript:{MARK}",
    f"data:text/html,<script>{MARK}</script>",
    f"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{MARK}'/>",
    f'https://x.example/"onerror="{MARK}',
    f"https://x.example/'><img src=x onerror={MARK}>",
    "//evil.example/x.png",
    "vbscript:x",
    "http://169.254.169.254/latest/",
    f"https://x.example/\r\nSet-Cookie: x=1;{MARK}",
    "\\\\evil.example\\x",
]
COLOURS = [f"red;background:url(javascript:{MARK})", '#fff"onclick="x', "#12345g"]

# Without these there is no page to fill.
STRUCTURE = {"url", "slug", "state", "type", "next", "previous", "token"}
AN_ADDRESS = re.compile(r"image|photo|logo|_url$|_link$|^link$")
A_FIGURE = re.compile(r"[-\d.:,TZ+ /%]+|NA|")

CHUNK = 16
CHUNKS = -(-len(VECTORS) // CHUNK)


def filler() -> Any:
    """A `changed` for FarEnd: every string that can be, is the next vector.

    `posts/chunk-<n>/` holds one part of the corpus, one vector after the other.
    """
    words, addresses, colours = cycle(VECTORS), cycle(ADDRESSES), cycle(COLOURS)

    def filled(key: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: filled(name, each) for name, each in value.items()}
        if isinstance(value, list):
            return [filled(key, each) for each in value]
        if not isinstance(value, str | None) or key in STRUCTURE:
            return value
        if AN_ADDRESS.search(key):
            return next(addresses)
        if "color" in key:
            return next(colours)
        if value is None or (A_FIGURE.fullmatch(value) and value):
            return value
        return next(words)

    def changed(path: str, data: Any) -> Any:
        data = filled("", data)
        chunk = re.fullmatch(r"posts/chunk-(\d+)/", path)
        if chunk:
            start = int(chunk[1]) * CHUNK
            data["content_html"] = "\n".join(VECTORS[start : start + CHUNK])
            data["url"] = re.sub(r"posts/[^/]+/", path, data["url"])
        return data

    return changed
