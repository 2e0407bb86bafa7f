"""Dates are the institute's: an exam at nine is at nine on its own clocks."""

import pytest
from django.utils import timezone

from portal.web import branding
from tests import payloads


@pytest.fixture
def zone(settings):
    """Have the institute's settings name a time zone."""
    known = branding._settings("default", payloads.ORIGIN)

    def say(name):
        sent = {"timezone": name}
        known._known = branding.testpress.InstituteSettings.parse(sent)

    yield say
    known._known = None


def opening(student, api, visit):
    exam = payloads.exam(start_date="2026-01-05T03:30:00Z", attempts=[])
    api.will_answer("GET", "exams/optics/", exam)
    api.will_answer("GET", "exams/optics/attempts/", payloads.page())
    return visit(student, "/exams/optics/").text


def test_without_a_word_of_the_institutes_it_is_indian_time(student, api, visit):
    assert "9:00 am" in opening(student, api, visit)


def test_the_institutes_own_zone_counts(student, api, visit, zone):
    zone("Asia/Dubai")

    assert "7:30 am" in opening(student, api, visit)


def test_a_zone_that_nobody_knows_changes_nothing(student, api, visit, zone):
    zone("Mars/Olympus")

    assert "9:00 am" in opening(student, api, visit)


def test_no_page_leaves_its_zone_to_the_next(student, api, visit, zone):
    zone("Asia/Dubai")
    opening(student, api, visit)

    assert timezone.get_current_timezone_name() == "Asia/Kolkata"
