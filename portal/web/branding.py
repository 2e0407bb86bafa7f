"""What an institute looks like: what its deployment says, else what its API says.

The API's public settings are asked for in the background and kept in this process
for ten minutes: they are the same for everybody, and a page shouldn't wait for its
looks, nor pay a visit to the shared cache for them. Where they can't be had, the
last ones known or the defaults will do, and are good enough for a minute.
"""

import logging
import threading
import time
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest

from portal import testpress
from portal.institutes import DEFAULT_COLOR, DEFAULT_NAME, Institute
from portal.web.brand import Palette, palette

logger = logging.getLogger(__name__)

FRESH_SECONDS = 10 * 60
AFTER_FAILURE_SECONDS = 60
PATIENCE_SECONDS = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Name, logo and colours, as every page's frame shows them."""

    name: str
    logo_url: str
    palette: Palette

    @property
    def color(self) -> str:
        return self.palette.brand

    @property
    def color_code(self) -> str:
        return self.palette.brand.removeprefix("#")

    @property
    def digest(self) -> str:
        return self.palette.digest


def brand_of(request: HttpRequest) -> Brand:
    """The brand of the institute that this request is for. Never fails."""
    institute: Institute | None = getattr(request, "institute", None)
    if institute is None:
        return Brand(name=DEFAULT_NAME, logo_url="", palette=_palette(DEFAULT_COLOR))
    is_configured = institute.name and institute.logo_url
    known = None if is_configured else settings_of(request)
    logo_url = institute.logo_url or (known.logo_url if known else "")
    color = institute.color or (known.colour if known else "")
    return Brand(
        name=institute.name or (known.name if known else "") or DEFAULT_NAME,
        logo_url=logo_url if _may_be_shown(logo_url) else "",
        palette=_palette(color or DEFAULT_COLOR),
    )


def zone_of(institute: Institute) -> ZoneInfo | None:
    """The institute's time zone, where its settings say another. Asks nobody."""
    known = _settings(institute.key, institute.api_url).known
    return _zone(known.timezone) if known and known.timezone else None


def settings_of(request: HttpRequest) -> testpress.InstituteSettings | None:
    """The institute's public settings at the API; None while they aren't known.

    The sign-in page finds its labels and the way to a forgotten password there.
    """
    institute: Institute = request.institute  # type: ignore[attr-defined]
    client: testpress.Client = request.testpress  # type: ignore[attr-defined]
    return _settings(institute.key, institute.api_url).get(client)


class Settings:
    """One institute's public settings, asked for by one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: testpress.InstituteSettings | None = None
        self._ask_at = 0.0
        self._answered = threading.Event()
        self._patient_until = time.monotonic() + PATIENCE_SECONDS

    def get(self, client: testpress.Client) -> testpress.InstituteSettings | None:
        """What is known; the first pages of all wait for it, but only for a moment."""
        if time.monotonic() >= self._ask_at and self._lock.acquire(blocking=False):
            threading.Thread(target=self._ask, args=(client,), daemon=True).start()
        self._answered.wait(max(0.0, self._patient_until - time.monotonic()))
        return self._known

    @property
    def known(self) -> testpress.InstituteSettings | None:
        return self._known

    def _ask(self, client: testpress.Client) -> None:
        wait = AFTER_FAILURE_SECONDS
        try:
            self._known = client.institute_settings()
            wait = FRESH_SECONDS
        except testpress.Error as error:
            logger.info("The institute's settings can't be had: %s", error)
        finally:
            self._ask_at = time.monotonic() + wait
            self._answered.set()
            self._lock.release()


def _may_be_shown(url: str) -> bool:
    """Whether the CSP lets a browser fetch this picture: a gap is worse than none."""
    if url.startswith("https://") or (url[:1] == "/" and url[:2] != "//"):
        return True
    sources = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"]
    return any(url.startswith(f"{source}/") for source in sources)


@cache
def _zone(name: str) -> ZoneInfo | None:
    if name == settings.TIME_ZONE:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        logger.warning("The institute's time zone is none that we know")
        return None


@cache
def _settings(institute_key: str, api_url: str) -> Settings:
    return Settings()


_palette = cache(palette)
