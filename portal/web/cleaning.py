"""The API's HTML is hostile until it has passed here: one allow-list for all of it.

Tables, lists, pictures over https, sub and sup, and MathML stay. Scripts, styles,
forms, frames, event handlers and every address that isn't plainly one, go.
"""

import re
from functools import cache, lru_cache
from urllib.parse import urljoin, urlsplit

import nh3
from django.utils.safestring import SafeString, mark_safe

from portal.web import mathematics

MATHML = {
    "annotation", "math", "menclose", "merror", "mfrac", "mi", "mmultiscripts", "mn",
    "mo", "mover", "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms",
    "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext",
    "mtr", "munder", "munderover", "none", "semantics",
}  # fmt: skip
TEXT = {
    "a", "abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center",
    "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt",
    "em", "figcaption", "figure", "font", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
SILENCED = {
    "iframe", "math-field", "noembed", "noframes", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "xmp",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "img": {"alt", "height", "src", "width"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"reversed", "start", "type"},
    "li": {"value"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
    "math": {"alttext", "display"},
    "annotation": {"encoding"},
    "menclose": {"notation"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mn": {"mathvariant"},
    "mo": {
        "accent", "fence", "form", "largeop", "lspace", "maxsize", "minsize",
        "movablelimits", "rspace", "separator", "stretchy", "symmetric",
    },
    "mover": {"accent"},
    "mpadded": {"depth", "height", "lspace", "voffset", "width"},
    "mspace": {"depth", "height", "width"},
    "mstyle": {"displaystyle", "mathvariant", "scriptlevel"},
    "mtable": {"columnalign", "columnlines", "columnspacing", "rowlines", "rowspacing"},
    "mtd": {"columnspan", "rowspan"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
}  # fmt: skip
PICTURES_IN_PAGE = ("image/png", "image/jpeg", "image/gif", "image/webp")

_TITLE = re.compile(r"<(/?)h1\b", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def clean(html: str, api_origin: str = "") -> SafeString:
    """`html` with only what is allowed left in it, safe to print into a page.

    Formulas in it (TeX, chemistry) come out as MathML.

    Relative addresses are read as the API's own (`api_origin`). The same paper
    is cleaned once for all students: the cache is keyed by the content itself.
    """
    if not html or html.isspace():
        return SafeString("")
    # A page has one h1, and it is ours.
    drawn = _TITLE.sub(r"<\1h2", mathematics.render(html))
    return mark_safe(_cleaner(api_origin).clean(drawn))  # noqa: S308 — cleaned


@cache
def _cleaner(api_origin: str) -> nh3.Cleaner:
    def checked(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return _picture(value, api_origin)
        if attribute == "href":
            return _link(value, api_origin)
        return value

    return nh3.Cleaner(
        tags=TEXT | MATHML,
        clean_content_tags=SILENCED,
        attributes=ATTRIBUTES,
        attribute_filter=checked,
        link_rel="noopener nofollow",
        set_tag_attribute_values={
            "img": {"loading": "lazy", "referrerpolicy": "no-referrer"},
        },
        tag_attribute_values={"math": {"tabindex": {"0"}}},
        url_schemes={"http", "https", "mailto", "tel", "data"},
    )


def picture(url: str, api_origin: str = "") -> str:
    """`url`, where a page may show the picture there; else "".

    For pictures that the API names beside its HTML: the same rule holds for both.
    """
    return (url and _picture(url, api_origin)) or ""


def _picture(value: str, api_origin: str) -> str | None:
    """Pictures come over https, from the API itself, or inside the page."""
    value = value.strip()
    if value.startswith("data:"):
        kind = value[len("data:") :].split(";", 1)[0].split(",", 1)[0].lower()
        return value if kind in PICTURES_IN_PAGE else None
    url = urljoin(f"{api_origin}/", value)
    if url.startswith("https://") or _origin(url) == api_origin:
        return url
    return None


def _link(value: str, api_origin: str) -> str | None:
    """Links lead to the web, to mail or to a telephone, and nowhere else."""
    url = urljoin(f"{api_origin}/", value.strip())
    return url if url.startswith(("https://", "http://", "mailto:", "tel:")) else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
