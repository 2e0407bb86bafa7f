"""base.html and the error pages: what is on every page, whatever went wrong."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from portal.institutes import Institute
from portal.web import errors
from portal.web.requests import Student
from tests.pages import Page

TEMPLATES = Path(settings.BASE_DIR, "templates")
ERRORS = sorted(path.name for path in TEMPLATES.glob("errors/*.html"))
CSS = Path(settings.BASE_DIR, "static/css")


def a_request(method="GET", student=True, **headers):
    request = RequestFactory().generic(method, "/exams/?page=2", headers=headers)
    request.institute = Institute(
        key="x", api_url="https://x.testpress.in", name="Optics", logo_url="/l.svg"
    )
    request.student = Student(17, "Asha Nair") if student else None
    request.htmx = HtmxDetails(request)
    return request


@pytest.mark.parametrize("student", [True, False], ids=["signed in", "a stranger"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("template", ERRORS)
def test_every_error_page_is_a_page(template, method, student):
    request = a_request(method, student)

    response = errors.error_page(request, 400, f"errors/{template}", retry_after=65)

    page = Page(response.content.decode())
    page.check()
    assert "style=" not in page.source
    assert "!" not in page.text
    assert "Oops" not in page.text


def test_the_api_s_own_words_are_shown_escaped():
    response = errors.error_page(
        a_request(), 403, "errors/forbidden.html", "<b>No</b> retakes left"
    )

    assert "&lt;b&gt;No&lt;/b&gt; retakes left" in response.content.decode()


def test_a_wait_is_said_in_words():
    response = errors.error_page(a_request(), 429, "errors/busy.html", retry_after=65)

    assert "1 minute 5 seconds" in Page(response.content.decode()).text


def test_trying_again_sends_nothing_twice():
    read = errors.unavailable(a_request()).content.decode()
    sent = errors.unavailable(a_request("POST")).content.decode()

    assert 'href="/exams/?page=2">Try again' in read
    assert "Try again" not in sent


def test_trying_again_from_a_swapped_part_opens_the_page_that_it_is_in():
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/exams/?q=a"}

    page = errors.unavailable(a_request(**headers)).content.decode()

    assert 'href="/exams/?q=a">Try again' in page


def test_too_many_devices_can_be_put_right_there():
    response = errors.error_page(a_request(), 403, "errors/too_many_devices.html")

    page = response.content.decode()
    assert re.search(r'<form[^>]+action="/logout/others/"[^>]+method="post"', page)


def test_a_stranger_gets_no_navigation_and_no_htmx():
    page = errors.not_found(a_request(student=False), Exception()).content.decode()

    assert "<nav" not in page
    assert "htmx" not in page
    assert 'href="/login/"' in page


def test_a_student_signs_out_by_post_and_finds_the_way_everywhere():
    page = errors.not_found(a_request(), Exception()).content.decode()

    for path in ["/", "/exams/", "/attempts/", "/products/", "/posts/", "/me/"]:
        assert f'href="{path}"' in page
    assert re.search(r'<form action="/logout/" method="post">', page)
    assert page.count("hx-headers=") == 1


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=str)
def test_no_template_needs_what_the_csp_forbids(path):
    source = path.read_text()

    assert not re.search(r"<[a-z][^>]*\s(style|on[a-z]+)\s*=", source)
    assert not re.search(
        r"<style|<script(?![^>]*\b(src|type=\"application/json\"))", source
    )


@pytest.mark.parametrize(
    ("file", "limit"),
    [
        ("portal.css", 5_000),
        ("site.css", 3_200),
        ("exam.css", 5_500),
        ("review.css", 4_096),
    ],
)
def test_a_stylesheet_stays_small_and_fetches_no_other(file, limit):
    css = CSS.joinpath(file).read_bytes()

    assert len(gzip.compress(css, 9)) <= limit
    assert b"@import" not in css


def test_icons_are_all_in_the_sprite():
    sprite = Path(settings.BASE_DIR, "static/img/icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([a-z-]+)"', sprite))

    for path in TEMPLATES.rglob("*.html"):
        asked = re.findall(r'_icon\.html" with name="([a-z-]+)"', path.read_text())
        assert set(asked) <= known, path
    assert get_template("_shared/_icon.html")
