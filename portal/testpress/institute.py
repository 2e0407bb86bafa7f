"""`/settings/` (v2.3): what an institute calls itself, and how one signs in there."""

from __future__ import annotations

from dataclasses import dataclass

from .reading import JSON, colour, flag, link, number, picture, text, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class InstituteSettings:
    """An institute's name, looks and rules. All of it is optional; "" or None: unsaid.

    No document describes this endpoint: the names are those that Testpress's own
    clients read.
    """

    name: str
    logo_url: str
    colour: str
    timezone: str
    login_label: str
    password_label: str
    forgot_password_url: str | None
    can_reset_password: bool
    allow_signup: bool
    allow_profile_edit: bool
    restricts_parallel_logins: bool
    max_parallel_logins: int | None
    lockout_limit: int | None
    lockout_hours: float | None

    @classmethod
    def parse(cls, data: JSON) -> InstituteSettings:
        hours = number(data.get("cooloff_time"))
        return cls(
            name=text(data.get("name")),
            logo_url=picture(data, "app_toolbar_logo", "photo", "logo"),
            colour=colour(data.get("primary_color")),
            timezone=text(data.get("timezone")),
            login_label=text(data.get("login_label")),
            password_label=text(data.get("login_password_label")),
            forgot_password_url=link(data.get("custom_forgot_password_url")) or None,
            can_reset_password=not flag(data.get("disable_forgot_password")),
            allow_signup=flag(data.get("allow_signup")),
            allow_profile_edit=flag(data.get("allow_profile_edit"), default=True),
            restricts_parallel_logins=flag(
                data.get("enable_parallel_login_restriction")
            ),
            max_parallel_logins=whole(data.get("max_parallel_logins")),
            lockout_limit=whole(data.get("lockout_limit")),
            lockout_hours=None if hours is None else float(hours),
        )
