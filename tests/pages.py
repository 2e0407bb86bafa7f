"""What every page must be, whatever it shows: checked on each page a test fetches."""

from collections import Counter
from html.parser import HTMLParser

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


class Page(HTMLParser):
    """A page, read once: its headings, ids, labels, inputs, forms and its text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.title = ""
        self.lang = ""
        self.headings = 0
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.unnamed: list[str] = []
        self.aimless: list[str] = []
        self._inside: list[str] = []
        self._wanted: list[tuple[str, str]] = []
        self._text: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = at.get("lang", "")
        if tag == "h1":
            self.headings += 1
        if "template" not in self._inside:
            self._note(tag, at)
        if tag not in VOID:
            self._inside.append(tag)

    def _note(self, tag: str, at: dict[str, str]) -> None:
        if "id" in at:
            self.ids[at["id"]] += 1
        if tag == "label" and "for" in at:
            self.labels.add(at["for"])
        if tag in ("input", "select", "textarea") and at.get("type") not in UNLABELLED:
            named = "label" in self._inside or "aria-label" in at
            if not (named or "aria-labelledby" in at):
                self._wanted.append((at.get("id", ""), at.get("name", tag)))
        if tag == "form" and at.get("method") != "dialog" and not at.get("action"):
            self.aimless.append(at.get("id") or at.get("class") or "form")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "title" in self._inside and "svg" not in self._inside:
            self.title += data
        if not {"script", "style", "template"} & set(self._inside):
            self._text.append(data)

    @property
    def text(self) -> str:
        """What a reader sees, its white space folded."""
        return " ".join(" ".join(self._text).split())

    def check(self) -> None:
        """Fail where this is not a page that anyone could use."""
        assert self.headings == 1, f"{self.headings} h1 on {self.title!r}"
        assert self.title.strip(), "a page without a title"
        assert self.lang, "a page without a language"
        twice = [id for id, count in self.ids.items() if count > 1]
        assert not twice, f"ids used twice: {twice}"
        nameless = [name for id, name in self._wanted if id not in self.labels]
        assert not nameless, f"inputs without a label: {nameless}"
        assert not self.aimless, f"forms without an action: {self.aimless}"
        assert " None" not in f" {self.text}", "a page that says None"


VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
    "source", "track", "wbr",
}  # fmt: skip
