"""What the portal says, found in templates and code, and what catalogues make of it.

Without gettext's tools, which a machine that runs the tests need not have.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODE = sorted(
    path
    for path in (ROOT / "portal").rglob("*.py")
    if "sandbox" not in path.relative_to(ROOT).parts
)

# Which arguments are context, message and plural.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}


class Message(NamedTuple):
    text: str
    plural: str = ""
    context: str = ""


class Entry(NamedTuple):
    translations: tuple[str, ...]
    is_fuzzy: bool


def said() -> dict[Message, str]:
    """Everything that templates and code say, and one place where they do."""
    found = {}
    for path in CODE:
        for message in _in_code(ast.parse(path.read_text())):
            found[message] = str(path.relative_to(ROOT))
    for path in TEMPLATES:
        for message in _in_template(path.read_text()):
            found[message] = str(path.relative_to(ROOT))
    return found


def catalogue(language: str) -> dict[Message, Entry]:
    """A .po file, read; its header is the message without a text."""
    entries = {}
    for block in (_folder(language) / "django.po").read_text().split("\n\n"):
        fields: dict[str, str] = {}
        is_fuzzy = is_old = False
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                is_fuzzy |= line.startswith("#,") and "fuzzy" in line
                is_old |= line.startswith("#~")
                continue
            if not line.startswith('"'):
                name, _, line = line.partition(" ")
            fields[name] = fields.get(name, "") + ast.literal_eval(line)
        assert not is_old, f"{language} keeps what nothing says any more: {block}"
        if fields:
            message = Message(
                fields["msgid"],
                fields.get("msgid_plural", ""),
                fields.get("msgctxt", ""),
            )
            assert message not in entries, f"{language} has it twice: {message.text}"
            translations = [fields[f] for f in fields if f.startswith("msgstr")]
            entries[message] = Entry(tuple(translations), is_fuzzy)
    return entries


def compiled(language: str) -> Path:
    return _folder(language) / "django.mo"


def placeholders(text: str) -> list[str]:
    """What a translation must bring along: %(names)s, percent signs, and tags."""
    return sorted(re.findall(r"%%?\(\w+\)[sd]|%%|</?\w+>", text))


def _folder(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES"


def _in_code(tree: ast.AST) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in CALLS:
                yield from _message(name, node)


def _message(name: str, call: ast.Call) -> Iterator[Message]:
    context, text, plural = (
        "" if place is None else call.args[place] for place in CALLS[name]
    )
    strings = [
        each.value if isinstance(each, ast.Constant) else each
        for each in (text, plural, context)
    ]
    if all(isinstance(each, str) for each in strings):
        yield Message(*strings)


def _in_template(source: str) -> Iterator[Message]:
    """Django turns a template into what looks like code, where it says something."""
    text = templatize(source)
    for match in re.finditer(r"\b(n?p?gettext|_)\(", text):
        for end in re.finditer(r"\)", text[match.start() :]):
            try:
                tree = ast.parse(text[match.start() :][: end.end()], mode="eval")
            except SyntaxError:
                continue
            yield from _in_code(tree)
            break
