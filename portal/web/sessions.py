"""What a session holds: the sealed token, whose it is, and at which institute.

The token is encrypted at rest with a key made from SECRET_KEY, so that a copy of
the session table opens nothing. SECRET_KEY_FALLBACKS still open what older keys
sealed.
"""

import base64
import logging
import time
from functools import cache, lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from portal import testpress
from portal.institutes import Institute
from portal.web.requests import Student

logger = logging.getLogger(__name__)

# How long a session lasts (docs/security.md says why): unused, and at the most.
IDLE_SECONDS = 36 * 60 * 60
LONGEST_SECONDS = 7 * 24 * 60 * 60
NOTED_EVERY_SECONDS = 15 * 60
# How long a token is kept for "Sign out the other devices": whoever sits down at this
# computer next must not be signed in by it.
HELD_SECONDS = 10 * 60
TOKENS_IN_MEMORY = 12_000

# An exam without a clock may take a day; and there is time to look at the result.
EXAM_SECONDS = 24 * 60 * 60
AFTER_EXAM_SECONDS = 60 * 60


def sign_in(
    session: SessionBase,
    institute: Institute,
    token: str,
    profile: testpress.Profile,
    account: str = "",
) -> None:
    """Give the student a new session, under a new id, holding the sealed token.

    `account` is a digest of what they signed in as.
    """
    session.flush()
    session["institute"] = institute.key
    session["token"] = seal(token)
    session["signed_in_at"] = session["seen_at"] = int(time.time())
    if account:
        session["account"] = account
    remember(session, profile)


def was_signed_in_as(session: SessionBase, account: str) -> bool:
    """Whether this window has been let in to the account (a digest) before."""
    return bool(account) and session.get("account") == account


def remember(session: SessionBase, profile: testpress.Profile) -> None:
    """Keep whose session it is, and what every page calls them."""
    session["student"] = {"id": profile.id, "name": profile.name}


def hold(session: SessionBase, institute: Institute, token: str) -> None:
    """Keep a good token that isn't let in before other devices are signed out."""
    session.flush()
    session["institute"] = institute.key
    session["held_token"] = seal(token)
    session["held_at"] = int(time.time())


def held(session: SessionBase, institute: Institute) -> str | None:
    """The token that `hold` kept here a moment ago, or None."""
    sealed = session.get("held_token")
    if not sealed or session.get("institute") != institute.key:
        return None
    if time.time() - session.get("held_at", 0) > HELD_SECONDS:
        return None
    return unseal(sealed)


def is_over(session: SessionBase) -> bool:
    """Whether the session has been idle, or there, for too long.

    Never while an exam that was opened in it may still be running.
    """
    signed_in_at = session.get("signed_in_at")
    if signed_in_at is None:
        return False
    now = time.time()
    if now < session.get("exam_until", 0):
        return False
    is_idle = now - session.get("seen_at", 0) > IDLE_SECONDS
    return bool(is_idle or now - signed_in_at > LONGEST_SECONDS)


def seen(session: SessionBase) -> None:
    """Note that the student is there: seldom, since each note is a write."""
    now = time.time()
    if now - session.get("seen_at", 0) > NOTED_EVERY_SECONDS:
        session["seen_at"] = int(now)


def keep_for_exam(session: SessionBase, clock: testpress.Clock) -> None:
    """Let the session last as long as an exam that is open in it, and a while after.

    Called as a room opens and as its clock goes on after a gap, not with every save.
    """
    seconds = clock.seconds if isinstance(clock, testpress.Known) else EXAM_SECONDS
    until = int(time.time()) + min(seconds, EXAM_SECONDS) + AFTER_EXAM_SECONDS
    # Saved only where it says something new.
    if until - session.get("exam_until", 0) > NOTED_EVERY_SECONDS:
        session["exam_until"] = until


def drop_token(session: SessionBase) -> None:
    """Forget the token, and only it: a room that is open still has work in it."""
    session.pop("token", None)


def signed_in_as(
    session: SessionBase, institute: Institute
) -> tuple[Student, str] | None:
    """The student and their token, or None where nobody is signed in here."""
    if session.get("institute") != institute.key:
        return None
    sealed, student = session.get("token"), session.get("student")
    if not sealed or not student:
        return None
    token = unseal(sealed)
    if token is None:
        logger.info("A session was sealed with a key that is no longer ours")
        return None
    return Student(student["id"], student["name"]), token


def sealed_token(session: SessionBase) -> str:
    """The session's token as it lies there: unreadable without our key."""
    return str(session["token"])


def seal(token: str) -> str:
    return _box().encrypt(token.encode()).decode("ascii")


@lru_cache(maxsize=TOKENS_IN_MEMORY)
def unseal(sealed: str) -> str | None:
    """The token, or None where it was sealed with a key that is no longer ours."""
    try:
        return _box().decrypt(sealed).decode()
    except InvalidToken:
        return None


@cache
def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_fernet(key) for key in keys])


def _fernet(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"portal token")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
