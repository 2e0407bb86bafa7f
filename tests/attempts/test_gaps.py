"""Gaps in a question's text: the API's inputs become ours, and nothing else does."""

import re

import pytest

from portal.attempts import gaps

ORIGIN = "https://demo.testpress.in"


def inputs(html):
    return re.findall(r"<input[^>]*>", html)


def test_each_input_becomes_one_of_ours_in_its_place():
    source = "<p>Water boils at <input type='text'> and freezes at <INPUT/>.</p>"

    html = gaps.with_inputs(source, ORIGIN, ["100", ""])

    assert gaps.count(source) == 2
    first, second = inputs(html)
    assert 'name="gaps"' in first
    assert 'value="100"' in first
    assert 'aria-label="Gap 1 of 2"' in first
    assert 'aria-label="Gap 2 of 2"' in second
    assert re.sub(r"<input[^>]*>", "_", html) == (
        "<p>Water boils at _ and freezes at _.</p>"
    )


def test_what_stands_in_a_gap_cannot_leave_it():
    html = gaps.with_inputs("<input>", ORIGIN, ['"><script>alert(1)</script>'])

    assert "<script" not in html
    assert len(inputs(html)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '<img alt="<input>" src="https://x.example/a.png">',
        "<a title='<input onfocus=alert(1) autofocus>' href='https://x.example'>x</a>",
        '<p title="\ue000\ue001">x</p>',
    ],
)
def test_an_input_inside_a_tag_becomes_nothing(source):
    html = gaps.with_inputs(source, ORIGIN, [])

    tags = re.findall(r'<[a-z](?:"[^"]*"|[^">])*>', str(html))
    assert len([tag for tag in tags if tag.startswith("<input")]) == 1
    assert "onfocus" not in html
    assert "\ue000" not in html


def test_hidden_inputs_are_no_gaps():
    assert gaps.count('<input type="hidden" name="csrf"><input>') == 1


def test_drawn_lines_are_gaps_where_there_are_no_inputs():
    source = "<p>She ____ to Madurai and ______ back.</p>"

    assert len(inputs(gaps.with_inputs(source, ORIGIN, []))) == 2


def test_a_text_without_any_gap_gets_one_behind_it():
    assert len(inputs(gaps.with_inputs("<p>Fill in.</p>", ORIGIN, []))) == 1
