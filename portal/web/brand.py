"""One colour in, a readable page out: what an institute's colour becomes.

Institutes choose their colour for posters. Here it has to carry text and be text,
on white and on a dark panel, so it is darkened or lightened until it can. Whatever
comes in (nothing, nonsense, something hostile), what comes out is readable and safe
to write into a stylesheet. WCAG 2 asks 4.5:1 of text; the 4.6 leaves room to round.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from portal.institutes import DEFAULT_COLOR

Channels = tuple[int, int, int]

READABLE = 4.6
STEPS = 64

# What links and selected things stand on in portal.css, from its `tokens` layer.
LIGHT_GROUNDS = ("#ffffff", "#f5f7f9", "#eaeef2")
DARK_GROUNDS = ("#11161b", "#1a2129", "#252e38")

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Palette:
    """The institute's colour in each of its parts, as "#rrggbb"."""

    brand: str
    on_brand: str
    ink: str
    ink_dark: str
    tint: str
    tint_dark: str

    @property
    def css(self) -> str:
        """The custom properties that portal.css builds on."""
        return (
            ":root{"
            f"--brand:{self.brand};--on-brand:{self.on_brand};"
            f"--brand-ink:{self.ink};--brand-ink-dark:{self.ink_dark};"
            f"--brand-tint:{self.tint};--brand-tint-dark:{self.tint_dark}"
            "}\n"
        )

    @property
    def digest(self) -> str:
        """Changes with the stylesheet, which may thus be kept for ever."""
        return sha256(self.css.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Pair:
    """A background and the text that is readable on it."""

    background: str
    text: str

    @property
    def is_dark(self) -> bool:
        return self.text == "#ffffff"


def palette(color: str) -> Palette:
    """What `color` becomes; the default colour's palette where it is no colour."""
    brand = parse(color) or parse(DEFAULT_COLOR) or (0, 0, 0)
    tint = _mix(brand, (255, 255, 255), 0.91)
    tint_dark = _mix(brand, _channels(DARK_GROUNDS[1]), 0.78)
    return Palette(
        brand=_hex(brand),
        on_brand=_text_on(brand),
        ink=_readable(brand, (0, 0, 0), *map(_channels, LIGHT_GROUNDS), tint),
        ink_dark=_readable(
            brand, (255, 255, 255), *map(_channels, DARK_GROUNDS), tint_dark
        ),
        tint=_hex(tint),
        tint_dark=_hex(tint_dark),
    )


def safe_category_colours(color: str) -> Pair | None:
    """A category's own colour with the text to put on it; None where it is none."""
    background = parse(color)
    if background is None:
        return None
    return Pair(_hex(background), _text_on(background))


def parse(color: str) -> Channels | None:
    """ "#rgb" or "#rrggbb", with or without the "#", as three channels."""
    found = _HEX.fullmatch(color.strip()) if isinstance(color, str) else None
    if found is None:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(d * 2 for d in found[1])
    return _channels(digits)


def contrast(one: Channels, other: Channels) -> float:
    """WCAG 2's contrast ratio, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _readable(color: Channels, towards: Channels, *grounds: Channels) -> str:
    """`color` moved `towards` black or white until it is readable on all `grounds`."""
    for step in range(STEPS + 1):
        moved = _mix(color, towards, step / STEPS)
        if all(contrast(moved, ground) >= READABLE for ground in grounds):
            return _hex(moved)
    return _hex(towards)


def _text_on(color: Channels) -> str:
    """Black or white: one of the two always has 4.58:1 or more."""
    white, black = (255, 255, 255), (0, 0, 0)
    return _hex(max(white, black, key=lambda text: contrast(text, color)))


def _mix(color: Channels, other: Channels, share: float) -> Channels:
    red, green, blue = (
        round(own + (theirs - own) * share)
        for own, theirs in zip(color, other, strict=True)
    )
    return red, green, blue


def _luminance(color: Channels) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(digits: str) -> Channels:
    digits = digits.removeprefix("#")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _hex(color: Channels) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)
