"""Drawings made from a name: product covers, students' portraits, the logo."""

import random

_COLOURS = ("#1f4e79", "#7a3b69", "#2f6b4f", "#8a4b1f", "#3f4a9a", "#6b2737")

_LETTERS = {"jee", "neet", "ibps", "po", "tnpsc", "upsc", "csat"}


def cover(name: str) -> str:
    """A book cover of 300 by 250, the size that B:2029 names."""
    colour, dice = _colour(name)
    rings = "".join(
        f'<circle cx="{dice.randint(170, 300)}" cy="{dice.randint(0, 120)}"'
        f' r="{dice.randint(20, 90)}" fill="none" stroke="#fff" opacity=".22"'
        ' stroke-width="9"/>'
        for _ in range(5)
    )
    words = " ".join(
        word.upper() if word in _LETTERS else word.capitalize()
        for word in name.split("-")
    )
    lines = "".join(
        f'<text x="24" y="{150 + 28 * place}" fill="#fff" font-size="24"'
        f' font-family="Georgia, serif">{line}</text>'
        for place, line in enumerate(_wrap(words, 18)[:3])
    )
    return _svg(
        300,
        250,
        f'<rect width="300" height="250" fill="{colour}"/>'
        f'{rings}<rect x="24" y="112" width="48" height="4" fill="#fff"/>'
        f"{lines}",
    )


def person(name: str) -> str:
    colour, _ = _colour(name)
    return _svg(
        256,
        256,
        f'<rect width="256" height="256" fill="{colour}"/>'
        '<circle cx="128" cy="104" r="52" fill="#f3dcc4"/>'
        '<path d="M76 96a52 56 0 0 1 104 0q-52-34-104 0" fill="#2b2028"/>'
        '<path d="M36 256c0-60 40-92 92-92s92 32 92 92" fill="#f6f3ee"/>',
    )


def logo(name: str) -> str:
    return _svg(
        64,
        64,
        '<rect width="64" height="64" rx="14" fill="#1f4e79"/>'
        '<path d="M18 46V16h16a9 9 0 0 1 3 17 9 9 0 0 1-2 13z" fill="none"'
        ' stroke="#fff" stroke-width="6" stroke-linejoin="round"/>'
        '<path d="M18 31h18" stroke="#fff" stroke-width="6"/>',
    )


def _colour(name: str) -> tuple[str, random.Random]:
    dice = random.Random(name)
    return dice.choice(_COLOURS), dice


def _wrap(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _svg(width: int, height: int, inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {width} {height}">{inside}</svg>'
    )
