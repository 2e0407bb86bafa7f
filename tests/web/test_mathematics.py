"""TeX, chemistry and MathML in the API's HTML."""

import time

import pytest

from portal.web import mathematics
from portal.web.cleaning import clean


@pytest.mark.parametrize(
    ("source", "part"),
    [
        (r"\(\frac{1}{2}\)", "<mfrac>"),
        (r"\[\int_0^1 x\,dx\]", 'display="block"'),
        (r"$$\sqrt{2}$$", "<msqrt>"),
        (r"\(\begin{pmatrix}1&amp;2\\3&amp;4\end{pmatrix}\)", "<mtable>"),
        (r"\(\ce{2H2 + O2 -> 2H2O}\)", "<msub>"),
        (r"Burn \ce{CH4} in air", "<msub>"),
        (r"\(x &lt; y\)", "&lt;"),
        (r"\(x < y\)", "&lt;"),
        (r"\(x<br>+ y\)", "<mo>+</mo>"),
    ],
)
def test_formulas_become_mathml(source, part):
    drawn = clean(source)

    assert "<math" in drawn
    assert part in drawn


def test_the_tex_stays_as_text_alternative_and_annotation():
    drawn = clean(r"\(\frac{1}{2}\)")

    assert r'alttext="\frac{1}{2}"' in drawn
    assert r'<annotation encoding="application/x-tex">\frac{1}{2}</annotation>' in drawn


def test_a_formula_on_its_own_lines_can_be_scrolled_by_key():
    assert 'tabindex="0"' in clean(r"\[x\]")


def test_what_is_no_tex_stays_readable():
    assert clean(r"so \(\frac{\) it is") == r"so <code>\frac{</code> it is"


@pytest.mark.parametrize(
    "source",
    [
        r"<code>\(x\)</code>",
        r'<img alt="\(x\)" src="https://a.example/b.png">',
        "a $$ b",
    ],
)
def test_what_is_no_formula_is_left_alone(source):
    assert "<math" not in clean(source)


def test_the_apis_own_mathml_survives():
    source = "<math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>"

    assert clean(source) == source


@pytest.mark.parametrize(
    "source",
    [
        r"\(\text{<script>alert(1)</script>}\)",
        r"\(\href{javascript:alert(1)}{x}\)",
        r'\(x\)<math><mtext><img src="x" onerror="alert(1)"></mtext></math>',
        r'\("><img src=x onerror=alert(1)>\)',
        r"\(\htmlData{onclick=alert(1)}{x}\)",
    ],
)
def test_a_formula_smuggles_nothing(source):
    drawn = clean(source)

    assert "<script" not in drawn
    assert "<img" not in drawn or "onerror" not in drawn.split("<img")[1].split(">")[0]
    assert "href" not in drawn.replace(r"\href", "")


@pytest.mark.parametrize(
    "source",
    [
        r"\(\def\a{\a\a}\a\)",
        r"\(x" + "^{y" * 2000 + "}" * 2000 + r"\)",
        r"\(" + "x" * 100_000 + r"\)",
    ],
)
def test_a_hostile_formula_costs_little_and_breaks_nothing(source):
    clean(source)

    assert "<mi>z</mi>" in clean(r"\(z\)")


@pytest.mark.parametrize(
    "source",
    [
        "\\ce{" + "<" * 100_000,
        "\\ce{" + "<math " * 50_000,
        "\\(" * 100_000,
        "$$" + "<pre>" * 100_000,
    ],
    ids=["tags", "math", "formulas", "verbatim"],
)
def test_openings_without_an_end_hold_nobody_up(source):
    started = time.process_time()

    mathematics.render(source)

    # Each was looked for through all the rest: five seconds to a minute and a half.
    assert time.process_time() - started < 2


def test_openings_without_an_end_are_given_up_soon():
    """Each of these would look through all the rest, if it might."""
    assert clean("\\(" * 50_000).startswith("\\(")
