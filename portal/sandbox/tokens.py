"""JSON Web Tokens as Testpress makes them (API.md §6).

HS256; the claims are username, user_id, email and exp, and nothing else: no `iat`, no
`jti`. A token that is still good by its signature may be dead all the same, so each
one's state is in the database: "good", "revoked" or "elsewhere" (signed in on too
many devices: every call but `auth/logout_devices/` is refused).
"""

import base64
import hashlib
import hmac
import json


def encode(claims: dict[str, object], secret: str) -> str:
    header = _part({"alg": "HS256", "typ": "JWT"})
    signed = f"{header}.{_part(claims)}"
    return f"{signed}.{_signature(signed, secret)}"


def has_good_signature(token: str, secret: str) -> bool:
    signed, _, signature = token.rpartition(".")
    return hmac.compare_digest(_signature(signed, secret), signature)


def _part(value: dict[str, object]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _signature(signed: str, secret: str) -> str:
    digest = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return _base64(digest)


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
