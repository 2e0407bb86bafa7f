"""The formula gallery: a hundred formulas to be named.

`formulas.txt` has one on each line: subject, name, TeX.
"""

import random
from pathlib import Path

from portal.sandbox.content.kit import Question, exam, one


def _questions() -> list[Question]:
    text = (Path(__file__).parent / "formulas.txt").read_text()
    formulas = [line.split(" | ", 2) for line in text.splitlines()]
    names: dict[str, list[str]] = {}
    for subject, name, _ in formulas:
        names.setdefault(subject, []).append(name)
    every = [name for _, name, _ in formulas]
    return [
        _question(subject, name, tex, names, every) for subject, name, tex in formulas
    ]


def _question(
    subject: str, name: str, tex: str, names: dict[str, list[str]], every: list[str]
) -> Question:
    """The wrong names are of the same subject as far as they go."""
    dice = random.Random(name)
    same = [other for other in names[subject] if other != name]
    wrong = dice.sample(same, min(3, len(same)))
    rest = [other for other in every if other != name and other not in wrong]
    options = [name, *wrong, *dice.sample(rest, 3 - len(wrong))]
    dice.shuffle(options)
    shown = rf"<p>What is this called?</p><p>\[ {tex} \]</p>"
    return one(
        f"Formulas/{subject}", shown, options, options.index(name), f"{name}: $${tex}$$"
    )


EXAMS = [
    exam(
        "formula-gallery",
        "Formula Gallery: a Hundred to Name",
        _questions(),
        course="JEE",
        minutes=90,
        description="<p>One hundred formulas from algebra to chemistry. Name each.</p>",
        opens=-16,
    )
]
