"""The institute's looks: its deployment's word first, then its API's, then ours."""

import threading

import pytest
from django.test import RequestFactory

from portal import testpress
from portal.institutes import DEFAULT_COLOR, DEFAULT_NAME, Institute
from portal.web import branding
from portal.web.branding import brand_of


class FarEnd:
    """An API of which only the public settings are asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = 0

    def institute_settings(self):
        self.asked += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, threading.Event):
            answer.wait()
            raise testpress.Unreachable("too late")
        return testpress.InstituteSettings.parse(answer)


@pytest.fixture(autouse=True)
def _nothing_known():
    branding._settings.cache_clear()
    yield
    branding._settings.cache_clear()


def request_to(far_end, **looks):
    request = RequestFactory().get("/")
    request.institute = Institute(key="x", api_url="https://x.testpress.in", **looks)
    request.testpress = far_end
    return request


def test_the_api_says_what_the_institute_is_called():
    far_end = FarEnd({"name": "Optics Hub", "primary_color": "#132962"})

    brand = brand_of(request_to(far_end))

    assert (brand.name, brand.color) == ("Optics Hub", "#132962")


def test_the_deployment_knows_better():
    far_end = FarEnd({"name": "Optics Hub", "photo": "https://x.testpress.in/a.png"})

    brand = brand_of(request_to(far_end, name="Optics Academy", color="#123"))

    assert brand.name == "Optics Academy"
    assert brand.color == "#112233"
    assert brand.logo_url == "https://x.testpress.in/a.png"


def test_an_institute_with_name_and_logo_is_not_asked_for_any():
    far_end = FarEnd()

    brand_of(request_to(far_end, name="Optics Academy", logo_url="/static/img/a.svg"))

    assert far_end.asked == 0


def test_it_is_asked_once_for_many_pages():
    far_end = FarEnd({"name": "Optics Hub"})

    names = {brand_of(request_to(far_end)).name for _ in range(5)}

    assert names == {"Optics Hub"}
    assert far_end.asked == 1


def test_an_outage_leaves_the_defaults_and_is_not_asked_again_at_once():
    far_end = FarEnd(testpress.Unreachable("refused"))

    first, second = brand_of(request_to(far_end)), brand_of(request_to(far_end))

    assert first == second
    assert (first.name, first.color) == (DEFAULT_NAME, DEFAULT_COLOR)
    assert far_end.asked == 1


def test_an_outage_later_on_leaves_what_was_known(monkeypatch):
    monkeypatch.setattr(branding, "FRESH_SECONDS", 0)
    far_end = FarEnd({"name": "Optics Hub"}, testpress.Unreachable("refused"))
    brand_of(request_to(far_end))

    again = brand_of(request_to(far_end))

    assert again.name == "Optics Hub"


def test_a_silent_api_holds_no_page_up_for_long(monkeypatch):
    monkeypatch.setattr(branding, "PATIENCE_SECONDS", 0.01)
    silence = threading.Event()
    far_end = FarEnd(silence)

    brand = brand_of(request_to(far_end))
    silence.set()

    assert brand.name == DEFAULT_NAME


@pytest.mark.parametrize("logo", ["http://x/a.png", "//x/a.png", "data:text/html,x"])
def test_a_logo_that_browsers_would_refuse_is_not_shown(logo):
    brand = brand_of(request_to(FarEnd(), name="Optics", logo_url=logo))

    assert brand.logo_url == ""
