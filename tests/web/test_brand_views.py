"""What browsers ask for beside pages."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from portal.web.brand import palette


def test_the_brand_s_stylesheet_may_be_kept_for_ever(stranger):
    chosen = palette("#ffd400")

    response = stranger.get(reverse("brand-css", args=["ffd400", chosen.digest]))

    assert response.content.decode() == chosen.css
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_another_release_s_stylesheet_is_answered_but_not_kept(stranger):
    response = stranger.get("/brand/ffd400-000000000000.css")

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["green", "ffd40", "ffd400-zzz", "%7D-000000000000"])
def test_what_is_no_color_has_no_stylesheet(student, name):
    assert student.get(f"/brand/{name}.css").status_code == 404


def test_the_icon_shows_the_institute_s_initial(stranger):
    response = stranger.get("/favicon.svg")

    assert response["Content-Type"] == "image/svg+xml"
    icon = ElementTree.fromstring(response.content)
    assert icon.findtext("{http://www.w3.org/2000/svg}text") == "B"


@pytest.mark.parametrize("name", ["<script>", "&amp", "त"])
def test_a_strange_name_still_makes_an_icon(stranger, settings, name):
    settings.INSTITUTE_NAME = name
    from portal import institutes

    institutes._from_environment.cache_clear()
    response = stranger.get("/favicon.svg")
    settings.INSTITUTE_NAME = "Brilliant Academy"
    institutes._from_environment.cache_clear()

    icon = ElementTree.fromstring(response.content)
    assert icon.findtext("{http://www.w3.org/2000/svg}text") == name[0]


def test_a_phone_can_keep_the_portal_under_its_own_name(stranger):
    response = stranger.get("/manifest.webmanifest")

    assert response["Content-Type"] == "application/manifest+json"
    assert response.json()["name"] == "Brilliant Academy"
    assert response.json()["icons"][0]["src"] == "/favicon.svg"


def test_search_engines_are_asked_to_stay_away(stranger):
    response = stranger.get("/robots.txt")

    assert response.content == b"User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    "path", ["/favicon.svg", "/manifest.webmanifest", "/robots.txt"]
)
def test_no_cookie_is_set_for_them(stranger, path):
    assert not stranger.get(path).cookies
