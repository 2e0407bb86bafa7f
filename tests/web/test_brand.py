"""Whatever colour an institute has, its pages can be read."""

import random
import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from portal.institutes import DEFAULT_COLOR
from portal.web.brand import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    contrast,
    palette,
    parse,
    safe_category_colours,
)

COLORS = [f"#{number:06x}" for number in random.Random(7).sample(range(1 << 24), 1000)]
HARD = ["#000", "#fff", "#777777", "#ffd400", "#58bd9b", "#132962", "#ff0000", "00F"]


def ratio(one: str, other: str) -> float:
    return contrast(parse(one) or (0, 0, 0), parse(other) or (0, 0, 0))


@pytest.mark.parametrize("color", HARD)
def test_a_color_is_readable_wherever_it_is_text(color):
    made = palette(color)

    assert min(ratio(made.ink, each) for each in [*LIGHT_GROUNDS, made.tint]) >= 4.5
    assert (
        min(ratio(made.ink_dark, each) for each in [*DARK_GROUNDS, made.tint_dark])
        >= 4.5
    )
    assert ratio(made.on_brand, made.brand) >= 4.5


def test_a_thousand_colors_are_readable_wherever_they_are_text():
    for color in COLORS:
        test_a_color_is_readable_wherever_it_is_text(color)


def test_plain_text_is_readable_on_what_is_selected():
    for color in COLORS:
        made = palette(color)

        assert ratio("#16202b", made.tint) >= 4.5
        assert ratio("#e8edf2", made.tint_dark) >= 4.5


def test_a_color_that_can_be_read_is_left_as_it_is():
    assert palette("#0b6b50").brand == "#0b6b50"
    assert palette("#0b6b50").ink == "#0b6b50"


@pytest.mark.parametrize(
    "color",
    [
        "",
        "green",
        "#12",
        "#1234567",
        "#ggg",
        "red;} body{display:none",
        "url(//x)",
        "#٣٣٣",
    ],
)
def test_what_is_no_color_becomes_the_default(color):
    assert palette(color) == palette(DEFAULT_COLOR)


@given(st.text())
def test_nothing_but_colors_reaches_the_stylesheet(text):
    declaration = r"--[a-z-]+:#[0-9a-f]{6}"

    assert re.fullmatch(
        rf":root{{({declaration};){{5}}{declaration}}}\n", palette(text).css
    )


@pytest.mark.parametrize("color", [*HARD, *COLORS[:200]])
def test_a_category_keeps_its_color_and_gets_text_to_match(color):
    pair = safe_category_colours(color)

    assert pair is not None
    assert parse(pair.background) == parse(color)
    assert ratio(pair.background, pair.text) >= 4.5


def test_a_category_without_a_color_has_none():
    assert safe_category_colours("") is None
    assert safe_category_colours("javascript:alert(1)") is None


def test_the_grounds_are_those_of_the_stylesheet():
    css = Path(settings.BASE_DIR, "static/css/portal.css").read_text()
    full = re.sub(r"#([0-9a-f])([0-9a-f])([0-9a-f])\b", r"#\1\1\2\2\3\3", css)

    for name, light, dark in zip(
        ["ground", "panel", "raised"],
        ["#f5f7f9", "#ffffff", "#eaeef2"],
        DARK_GROUNDS,
        strict=True,
    ):
        assert f"--{name}: light-dark({light}, {dark})" in full
        assert light in LIGHT_GROUNDS
