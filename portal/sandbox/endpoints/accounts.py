"""Signing in and out, profiles, the institute's settings."""

import re
from typing import Any

from portal.sandbox import people
from portal.sandbox.content import institute
from portal.sandbox.messages import (
    Refusal,
    Request,
    Response,
    as_json,
    forbidden,
    invalid,
    not_found,
)
from portal.sandbox.world import World

# Longest first name, and so on; the seeds show one of 50 (A:299).
LONGEST = {
    "first_name": 50,
    "last_name": 50,
    "email": 254,
    "address1": 255,
    "address2": 255,
    "city": 100,
    "zip": 10,
    "phone": 20,
}
GENDERS = {"Male": 1, "Female": 2, "Transgender": 3}


def auth_token(world: World, request: Request) -> Response:
    data = request.data()
    missing = [name for name in ("username", "password") if not data.get(name)]
    if missing:
        raise invalid(**dict.fromkeys(missing, "This field is required."))
    try:
        user = world.user(str(data["username"]))
    except LookupError:
        user = None
    if user is None or user["password"] != data["password"]:
        words = "Unable to log in with provided credentials."
        raise Refusal(400, {"non_field_errors": [words]})
    return as_json({"token": world.token(user["username"])})


def sign_out(world: World, request: Request) -> Response:
    world.revoke(_token(request))
    return as_json({})


def sign_out_others(world: World, request: Request) -> Response:
    world.keep_only(_token(request))
    return as_json({})


def _token(request: Request) -> str:
    return request.authorization.partition(" ")[2]


def me(world: World, request: Request) -> Response:
    return as_json(people.profile(world.user_by_id(request.user_id), request.base))


def user(world: World, request: Request, number: str) -> Response:
    try:
        found = world.user_by_id(int(number))
    except LookupError:
        raise not_found() from None
    if found["id"] == request.user_id:
        return me(world, request)
    return as_json(people.person(found, request.base))


def update_user(world: World, request: Request, number: str) -> Response:
    if int(number) != request.user_id:
        raise forbidden("You do not have permission to perform this action.")
    data = request.data()
    found = world.user_by_id(request.user_id)
    found["profile"].update(_checked(data))
    world.update_profile(request.user_id, found["profile"])
    return as_json(people.written_profile(found))


def _checked(data: dict[str, Any]) -> dict[str, Any]:
    """The fields that may be written; unknown ones are passed over."""
    changes: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, longest in LONGEST.items():
        if name not in data:
            continue
        text = str(data[name] or "").strip()
        if len(text) > longest:
            words = f"Ensure this field has no more than {longest} characters."
            problems[name] = words
        changes[name] = text
    if "email" in changes and not re.fullmatch(r"\S+@\S+\.\S+", changes["email"]):
        problems["email"] = "Enter a valid email address."
    if "birth_date" in data:
        changes["birth_date"] = data["birth_date"] or None
        if not re.fullmatch(r"(\d{4}-\d\d-\d\d)?", str(data["birth_date"] or "")):
            problems["birth_date"] = (
                "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."
            )
    if "gender" in data:
        code = GENDERS.get(str(data["gender"]), data["gender"])
        changes["gender"] = code or None
        if code and code not in GENDERS.values():
            problems["gender"] = f'"{data["gender"]}" is not a valid choice.'
    if "state_choices" in data:
        changes["state_choices"] = data["state_choices"] or None
        if data["state_choices"] and data["state_choices"] not in people.STATES:
            problems["state_choices"] = "This is not a valid choice."
    if problems:
        raise invalid(**problems)
    return changes


def settings(world: World, request: Request) -> Response:
    """Branding and switches; open to all (API.md §2.2, rank 1)."""
    return as_json(
        {
            "name": institute.NAME,
            "photo": "@media@/brand/logo.svg",
            "app_toolbar_logo": "@media@/brand/logo.svg",
            "domain_url": f"http://{request.host}",
            "timezone": "Asia/Kolkata",
            "login_label": "Username",
            "login_password_label": "Password",
            "allowed_login_methods": [1],
            "allow_signup": False,
            "disable_forgot_password": True,
            "custom_forgot_password_url": "",
            "enable_parallel_login_restriction": False,
            "max_parallel_logins": None,
            "lockout_limit": None,
            "cooloff_time": None,
            "store_enabled": True,
            "store_label": "Store",
            "posts_enabled": True,
            "posts_label": "Posts",
            "disable_student_analytics": False,
            "force_student_data": False,
            "allow_profile_edit": True,
            "remove_tp_branding": False,
        }
    )
