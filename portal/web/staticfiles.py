"""Static files, small and with hashed names, which browsers may keep for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import rcssmin
import rjsmin
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

# htmx's extensions, which no page uses: one of them imports, in an example within a
# comment, a file that isn't there; that stopped collectstatic.
UNUSED = "django_htmx/ext/"


# Within a block, as all of ours are within a layer's, rcssmin takes the colon of
# `.a :is(b)` for a declaration's and drops the space: `.a:is(b)` is another selector.
# `.a *:is(b)` is the same one, and stays.
DESCENDANT = re.compile(r"(?<=[\w\])*])\s+(?=:)")


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, with the imports between ES modules hashed as well.

    Our scripts and styles carry their comments, which are for us: what is served goes
    without them.
    """

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """The address, worked out once: the room alone names twenty files."""
        if name not in self._urls:
            self._urls[name] = str(super().url(name, force))
        return self._urls[name]

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        used = {name: at for name, at in paths.items() if not name.startswith(UNUSED)}
        yield from super().post_process(used, dry_run, **options)

    def _save(self, name: str, content: File[Any]) -> str:
        return str(super()._save(name, _smaller(name, content)))


def _smaller(name: str, content: File[Any]) -> File[Any]:
    if name.startswith("css/"):
        return ContentFile(smaller_css(_text(content)).encode())
    if name.startswith("js/"):
        return ContentFile(rjsmin.jsmin(_text(content)).encode())
    return content


def smaller_css(css: str) -> str:
    return str(rcssmin.cssmin(DESCENDANT.sub(" *", css)))


def _text(content: File[Any]) -> str:
    content.seek(0)
    read: str | bytes = content.read()
    return read.decode() if isinstance(read, bytes) else read
