"""What a search asks for. Products and posts have no search of the API's own, so
their first pages are looked through here, by title.
"""

from collections.abc import Callable
from typing import Any

from portal import testpress

PAGES = 3

Listing = Callable[..., testpress.Page[Any]]


def by_title(list_page: Listing, query: str) -> testpress.Page[Any]:
    """The rows of the first pages whose title has all words of `query`, as one page."""
    words = query.casefold().split()
    found: list[Any] = []
    for number in range(1, PAGES + 1):
        page = list_page(page=number)
        found += [row for row in page if _has(row.title, words)]
        if not page.has_next:
            break
    return testpress.Page(items=tuple(found), number=1, has_next=page.has_next)


def _has(title: str, words: list[str]) -> bool:
    title = title.casefold()
    return all(word in title for word in words)
