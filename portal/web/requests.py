"""The request as our views know it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from portal import testpress
from portal.institutes import Institute


@dataclass(frozen=True, slots=True)
class Student:
    """Who is signed in, as the session remembers it."""

    id: int
    name: str


class PortalRequest(HttpRequest):
    """A request that has passed our middleware.

    `testpress` speaks to the institute's API, signed as the student. On pages
    that need no signing in, `student` may be None.
    """

    htmx: HtmxDetails
    institute: Institute
    testpress: testpress.Client
    student: Student | None
