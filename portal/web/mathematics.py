r"""TeX and chemistry in the API's HTML become MathML, which browsers draw.

`\( … \)` stands in a line, `\[ … \]` and `$$ … $$` on lines of their own, `\ce{…}` is
chemistry: what Testpress's own apps understand. Temml (in temml/) converts it, here on
the server in a small JavaScript engine, so that no page has to load it; each formula
once in the life of a process. The TeX stays as annotation and as text alternative.

What comes out isn't trusted: `cleaning` runs over it with everything else.
"""

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from html import escape, unescape
from pathlib import Path

import quickjs

logger = logging.getLogger(__name__)

TEMML = Path(__file__).parent / "temml"
LONGEST_FORMULA = 5000
MOST_OPENINGS = 2000
SECONDS_A_FORMULA = 1
MEGABYTES = 64

# Every stretch is bounded, or a thousand openings without an end would each look for it
# through all the rest. A tag is stepped over, so that nothing is converted inside an
# attribute; so is what is meant to be read as it stands.
_PIECES = re.compile(
    r"""
    (?P<verbatim> <(?P<tag>pre|code|script|style|textarea|math)\b
                  .{0,20000}? </(?P=tag)\s*> )
    | (?P<markup> <[a-zA-Z/!] (?: [^<>"'] | "[^"]*" | '[^']*' )* > )
    | \\\( (?P<inline> .{1,5000}? ) \\\)
    | \\\[ (?P<display> .{1,5000}? ) \\\]
    | \$\$ (?P<dollars> .{1,5000}? ) \$\$
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
# And nothing but openings is no text: so many stretches, bounded as they are, would
# hold up the whole process for minutes.
_OPENINGS = re.compile(
    r"\\[(\[]|<(?:pre|code|script|style|textarea|math)\b", re.IGNORECASE
)
# Each stretch ends where another begins, or it would be looked through again and again.
_NOT_TEXT = re.compile(
    r"""(<math\b(?:(?!<math\b).)*?</math>|<[a-z/!](?:[^<>"']|"[^"]*"|'[^']*')*>)""",
    re.DOTALL | re.IGNORECASE,
)
_BARE_CHEMISTRY = re.compile(r"\\ce\{(?:[^{}]|\{[^{}]*\})*\}")
# Editors put these into the middle of a formula; "a<b and c>d" is none of them.
_FORMATTING = re.compile(
    r"""</?(?:b|br|div|em|font|i|p|span|strong|u)(?:\s+[\w-]+="[^"]*")*\s*/?>|&nbsp;""",
    re.IGNORECASE,
)


def render(html: str) -> str:
    """`html` (still uncleaned) with its formulas as MathML."""
    if len(_OPENINGS.findall(html)) > MOST_OPENINGS:
        return html
    if "\\(" in html or "\\[" in html or "$$" in html:
        html = _PIECES.sub(_converted, html)
    if "\\ce{" in html:
        html = _outside_tags(html)
    return html


def _converted(piece: re.Match[str]) -> str:
    inline = piece["inline"]
    source = inline or piece["display"] or piece["dollars"]
    if source is None:
        return piece[0]
    return _formula(source, is_display=inline is None)


def _outside_tags(html: str) -> str:
    """Chemistry that stands in the text without any delimiters."""
    parts = _NOT_TEXT.split(html)
    for place in range(0, len(parts), 2):
        parts[place] = _BARE_CHEMISTRY.sub(
            lambda found: _formula(found[0], is_display=False), parts[place]
        )
    return "".join(parts)


def _formula(source: str, *, is_display: bool) -> str:
    tex = unescape(_FORMATTING.sub(" ", source)).strip()
    return mathml(tex, is_display) or f"<code>{escape(tex)}</code>"


@lru_cache(maxsize=20_000)
def mathml(tex: str, is_display: bool = False) -> str:
    """The formula as MathML, with its TeX beside it; "" if it isn't TeX."""
    if not tex or len(tex) > LONGEST_FORMULA:
        return ""
    options = {
        "displayMode": is_display,
        "annotate": True,
        "throwOnError": True,
        "trust": False,
        "strict": False,
        "maxExpand": 500,
    }
    arguments = f"{json.dumps(tex)}, {json.dumps(options)}"
    try:
        drawn = _engine.submit(_evaluate, f"temml.renderToString({arguments})").result()
    except quickjs.JSException:
        logger.info("A formula is no TeX that we can read")
        return ""
    # What scrolls by itself must be reachable by key.
    reach = ' tabindex="0"' if is_display else ""
    return drawn.replace("<math", f'<math alttext="{escape(tex)}"{reach}', 1)


# The engine lives in one thread: it measures its stack from where it was made.
_engine = ThreadPoolExecutor(max_workers=1, thread_name_prefix="temml")
_context: list[quickjs.Context] = []


def _evaluate(script: str) -> str:
    if not _context:
        _context.append(_temml())
    # By way of JSON: the engine hands out short strings only, or ropes of them.
    return str(json.loads(_context[0].eval(f"JSON.stringify({script})")))


def _temml() -> quickjs.Context:
    context = quickjs.Context()
    context.set_memory_limit(MEGABYTES * 1024 * 1024)
    context.set_time_limit(SECONDS_A_FORMULA)
    for name in ("temml-0.13.5.min.js", "mhchem-0.13.5.min.js"):
        context.eval((TEMML / name).read_text(encoding="utf-8"))
    return context
