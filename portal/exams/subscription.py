"""A student's private calendar address, in the cache that all workers share.

The portal has no tables of its own, so the address is a random key under which the
sealed token lies. It lives 90 days from its last renewal, ends when it is revoked,
and answers nothing once the institute has signed the student out; a later sign-in
gives it a fresh token (`current`).
"""

import re
import secrets

from django.core.cache import cache

from portal import testpress
from portal.web import sessions
from portal.web.requests import PortalRequest

KEPT_SECONDS = 90 * 24 * 60 * 60
_KEY = re.compile(r"[-\w]{43}", re.ASCII)


def create(request: PortalRequest) -> str:
    """A new address; the one before it ends."""
    revoke(request)
    key = secrets.token_urlsafe(32)
    cache.set(_owner(request), key, KEPT_SECONDS)
    cache.set(_address(request, key), _sealed(request), KEPT_SECONDS)
    return key


def revoke(request: PortalRequest) -> None:
    key = cache.get(_owner(request))
    if key:
        cache.delete_many([_owner(request), _address(request, key)])


def current(request: PortalRequest) -> str:
    """The student's key, "" if there is none; from now on it uses today's token."""
    key: str = cache.get(_owner(request)) or ""
    if key:
        cache.set(_owner(request), key, KEPT_SECONDS)
        cache.set(_address(request, key), _sealed(request), KEPT_SECONDS)
    return key


def client(request: PortalRequest, key: str) -> testpress.Client | None:
    """The API as the student whose address this is; None if it is nobody's."""
    sealed = cache.get(_address(request, key)) if _KEY.fullmatch(key) else None
    token = sessions.unseal(sealed) if sealed else None
    return request.testpress.signed_as(token) if token else None


def _sealed(request: PortalRequest) -> str:
    return sessions.sealed_token(request.session)


def _owner(request: PortalRequest) -> str:
    student = request.student.id if request.student else 0
    return f"calendar-of:{request.institute.key}:{student}"


def _address(request: PortalRequest, key: str) -> str:
    return f"calendar:{request.institute.key}:{key}"
