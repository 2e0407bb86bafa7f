"""Which institute a host is: the API it speaks to, its name, logo and colour.

One deployment serves one institute (from the environment) or many (from the TOML
file that `INSTITUTES_FILE` names: a table per host).
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost, ImproperlyConfigured

from portal import testpress

DEFAULT_NAME = "Student portal"
DEFAULT_COLOR = "#0b6b50"


@dataclass(frozen=True, slots=True, kw_only=True)
class Institute:
    """An institute, as its students know it.

    `key` tells institutes apart in sessions and caches: it is the host in a
    deployment for many, and "default" in a deployment for one.
    """

    key: str
    api_url: str
    name: str = ""
    logo_url: str = ""
    color: str = ""
    calculator: bool = False
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def api_origin(self) -> str:
        """Scheme and host of the API: the one origin that gets the token."""
        parts = urlsplit(self.api_url)
        return f"{parts.scheme}://{parts.netloc}"


def for_host(host: str) -> Institute:
    """The institute that `host` (with or without a port) belongs to.

    Raises DisallowedHost for a host that is in no table of INSTITUTES_FILE.
    """
    if not settings.INSTITUTES_FILE:
        return _from_environment()
    name = re.sub(r":\d+$", "", host).lower()
    try:
        return _from_file(settings.INSTITUTES_FILE)[name]
    except KeyError:
        raise DisallowedHost(f"No institute has the host {name!r}.") from None


@cache
def transport_for(
    institute_key: str,
    api_url: str,
    observe: Callable[[testpress.Call], None] | None = None,
    tell_rest: Callable[[str, bool], None] | None = None,
) -> testpress.Transport:
    """The pooled connections to one institute's API, one set per process."""
    return testpress.Transport(
        api_url,
        version=settings.TESTPRESS_API_VERSION,
        observe=observe,
        tell_rest=partial(tell_rest, institute_key) if tell_rest else None,
    )


@cache
def _from_environment() -> Institute:
    return Institute(
        key="default",
        api_url=settings.TESTPRESS_API_URL,
        name=settings.INSTITUTE_NAME,
        logo_url=settings.INSTITUTE_LOGO_URL,
        color=settings.INSTITUTE_COLOR,
        calculator=settings.INSTITUTE_CALCULATOR,
    )


@cache
def _from_file(path: str) -> Mapping[str, Institute]:
    tables = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    institutes = {}
    for host, table in tables.items():
        if not isinstance(table, dict) or not table.get("api_url"):
            raise ImproperlyConfigured(f"{path}: [{host}] needs an api_url.")
        institutes[host.lower()] = Institute(
            key=host.lower(),
            api_url=table["api_url"],
            name=table.get("name", ""),
            logo_url=table.get("logo_url", ""),
            color=table.get("color", ""),
            calculator=table.get("calculator") is True,
            links=table.get("links", {}),
        )
    return institutes
