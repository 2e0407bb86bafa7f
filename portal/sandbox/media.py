"""Pictures that content points to, served by the sandbox itself: nothing is fetched."""

import re
from functools import lru_cache
from pathlib import Path

from portal.sandbox import pictures
from portal.sandbox.messages import Request, Response
from portal.sandbox.world import World

PREFIX = "/media/"

_FOLDER = Path(__file__).parent / "content" / "media"
_KINDS = {".svg": "image/svg+xml", ".png": "image/png"}


def answer(world: World, request: Request) -> Response:
    name = request.path.removeprefix(PREFIX)
    if upload := re.fullmatch(r"uploads/([0-9]+)", name):
        row = world.database.one("SELECT * FROM uploads WHERE id = ?", int(upload[1]))
        return _found(row["data"], row["kind"]) if row else Response(404)
    picture = _picture(name)
    return _found(*picture) if picture else Response(404)


def _found(data: bytes, kind: str) -> Response:
    headers = {"Content-Type": kind, "Cache-Control": "public, max-age=3600"}
    return Response(200, data, headers)


@lru_cache(maxsize=256)
def _picture(name: str) -> tuple[bytes, str] | None:
    """A file beside the content, or one drawn: covers, people, the logo."""
    if drawn := re.fullmatch(r"(covers|people|brand)/([a-z0-9-]{1,80})\.svg", name):
        draw = {"covers": pictures.cover, "people": pictures.person}.get(drawn[1])
        return (draw or pictures.logo)(drawn[2]).encode(), _KINDS[".svg"]
    if re.fullmatch(r"[a-z0-9-]+\.(svg|png)", name):
        path = _FOLDER / name
        if path.is_file():
            return path.read_bytes(), _KINDS[path.suffix]
    return None
