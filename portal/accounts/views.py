"""Signing in and out: /login/, /logout/, and the room's fresh CSRF token."""

import time
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.middleware.csrf import get_token, rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import testpress
from portal.accounts import forms, throttling
from portal.web import logs, sessions, tags
from portal.web.branding import settings_of
from portal.web.pages import render_page, see_other
from portal.web.requests import PortalRequest


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: PortalRequest) -> HttpResponse:
    """`username`, `password`, `next`; in an exam room also `student`: no redirect."""
    next_url = _next_page(request)
    if request.method != "POST":
        if request.student:
            return redirect(next_url)
        return _login_page(request, forms.SignIn(), next_url)

    form = forms.SignIn(request.POST)
    if not form.is_valid():
        return _login_page(request, form, next_url, status=400)
    guess = throttling.Guess(request, form.cleaned_data["username"])
    logs.note(account=guess.account)
    if guess.wait:
        logs.note(reason="too many wrong passwords")
        form.add_error(None, _wait_in_words(guess.wait))
        response = _login_page(request, form, next_url, status=429)
        response["Retry-After"] = str(guess.wait)
        return response
    return _try_sign_in(request, form, guess, next_url)


def _try_sign_in(
    request: PortalRequest, form: forms.SignIn, guess: throttling.Guess, next_url: str
) -> HttpResponse:
    try:
        token = request.testpress.sign_in(
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
        )
    except testpress.Invalid:
        logs.note(reason="wrong password")
        form.add_error(None, _("That username and password do not match."))
        if wait := guess.seconds_until_next():
            form.add_error(None, _wait_in_words(wait))
        return _login_page(request, form, next_url, status=400)
    except (testpress.Unreachable, testpress.Unexpected, testpress.Throttled):
        guess.was_not_answered()
        raise
    guess.was_right()
    signed_in = request.testpress.signed_as(token)
    try:
        profile = signed_in.users.me()
    except testpress.Forbidden as refusal:
        if refusal.is_parallel_login:
            sessions.hold(request.session, request.institute, token)
        raise
    logs.note(student=profile.id)
    owner = form.cleaned_data["student"]
    if owner is not None and owner != profile.id:
        signed_in.try_sign_out()
        logs.note(reason="another student's room")
        form.add_error(
            None, _("This exam belongs to another student. Sign in as that student.")
        )
        return _login_page(request, form, next_url, status=400)
    sessions.sign_in(request.session, request.institute, token, profile, guess.account)
    rotate_token(request)
    return _fresh_token(request) if owner is not None else see_other(next_url)


def _wait_in_words(seconds: int) -> str:
    until = datetime.fromtimestamp(time.time() + seconds, get_current_timezone())
    return _(
        "Too many sign-ins did not work. Wait %(time)s, until %(moment)s, "
        "then try again."
    ) % {
        "time": tags.span(seconds),
        "moment": tags.time_of_day(until),
    }


@login_not_required
@require_POST
def logout(request: PortalRequest) -> HttpResponse:
    """End the session here always, and at the API where it can be reached."""
    request.testpress.try_sign_out()
    request.session.flush()
    response = see_other("login")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@login_not_required
@require_POST
def sign_out_others(request: PortalRequest) -> HttpResponse:
    """End the student's sessions on other devices, then go on here.

    Also at sign-in, where the API lets nobody in before that.
    """
    held = sessions.held(request.session, request.institute)
    if not held and not request.student:
        return redirect("login")
    client = request.testpress.signed_as(held) if held else request.testpress
    client.sign_out_other_devices()
    if held:
        profile = client.users.me()
        sessions.sign_in(request.session, request.institute, held, profile)
        rotate_token(request)
    messages.success(request, _("Your other devices are signed out."))
    return see_other("home")


@login_not_required
@require_safe
def csrf_token(request: PortalRequest) -> HttpResponse:
    """A fresh CSRF token for a room whose own went stale."""
    return _fresh_token(request)


def _fresh_token(request: PortalRequest) -> HttpResponse:
    return HttpResponse(status=204, headers={"Portal-CSRF": get_token(request)})


def _login_page(
    request: PortalRequest, form: forms.SignIn, next_url: str, status: int = 200
) -> HttpResponse:
    context = {"form": form, "next": next_url, "settings": settings_of(request)}
    return render_page(request, "accounts/login.html", context, status=status)


def _next_page(request: PortalRequest) -> str:
    """Where to go after signing in: one of our own pages, or home."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(asked, hosts, request.is_secure())
    if is_ours and asked.startswith("/"):
        return asked
    return reverse("home")
