"""Lists come in pages: one of them, or every one, asked for together.

The next page is asked for by its number. The `next` address in an answer says
only *that* there is one: it may name any host, and the token goes to ours.
"""

import contextvars
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, Self, TypeVar

from .decoding import decoded
from .errors import NotFound, Unexpected, Unreachable
from .reading import JSON, read, rows, whole
from .transport import Connection

T = TypeVar("T")
P = ParamSpec("P")

PER_PAGE = 20
MOST_PAGES = 100

# Threads start when first needed. A student who finds them all busy waits a moment
# for a page; nothing fails of it. Pages come by the dozen: what else is asked (the
# answers of a hand-in, for one) doesn't wait behind them.
_for_pages = ThreadPoolExecutor(max_workers=128, thread_name_prefix="testpress-page")
_for_calls = ThreadPoolExecutor(max_workers=64, thread_name_prefix="testpress-call")


def in_background(call: Callable[P, T], *args: P.args, **named: P.kwargs) -> Future[T]:
    """Make one call of the API's beside what the caller does meanwhile.

    Only for single calls: one that itself waits for others of the pool could wait
    for ever.
    """
    context = contextvars.copy_context()
    return _for_calls.submit(lambda: context.run(call, *args, **named))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One page of a list. `count` and `pages` are None where the API won't say.

    `is_short`: it has fewer rows than the API says it puts on a page.
    """

    items: tuple[T, ...]
    number: int
    has_next: bool
    count: int | None = None
    pages: int | None = None
    is_short: bool = False

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @classmethod
    def parse(cls, data: JSON, parse: Callable[[JSON], T], number: int) -> Self:
        """`{count, next, per_page, results}`, or a bare list as the only page."""
        if isinstance(data, list):
            items = rows(data, parse)
            return cls(items=items, number=number, has_next=False, count=len(items))
        if not isinstance(data["results"], list):
            # Version 3 sends an object here.
            raise Unexpected("the list is of a version we don't support")
        items = rows(data["results"], parse)
        count = whole(data.get("count"))
        size = whole(data.get("per_page")) or 0
        return cls(
            items=items,
            number=number,
            has_next=bool(data.get("next")) and bool(items),
            count=count,
            pages=-(-count // size) if count is not None and size > 0 else None,
            is_short=len(items) < size,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _List(Generic[T]):
    """A list of the API's: where it is, and how it is read."""

    connection: Connection
    path: str
    parse: Callable[[JSON], T]
    query: Mapping[str, Any] = field(default_factory=dict)
    version: str | None = None
    decode: Callable[[bytes], JSON] = decoded

    def page(self, number: int, deadline: float | None = None) -> Page[T]:
        data = self.connection.get(
            self.path,
            query={**self.query, "page": number} if number > 1 else self.query,
            deadline=deadline,
            version=self.version,
            decode=self.decode,
        )
        return read(lambda data: Page.parse(data, self.parse, number), data)


def one_page(
    connection: Connection,
    path: str,
    parse: Callable[[JSON], T],
    number: int = 1,
    **query: str,
) -> Page[T]:
    """Page `number` of a list. One beyond the end is empty, and no error."""
    number = max(1, number)
    wanted = _List(connection=connection, path=path, parse=parse, query=query)
    try:
        return wanted.page(number)
    except NotFound:
        if number == 1:
            raise
        return Page(items=(), number=number, has_next=False)


def every_row(
    connection: Connection,
    path: str,
    parse: Callable[[JSON], T],
    *,
    key: Callable[[T], object],
    expected: int | None = None,
    version: str | None = None,
    decode: Callable[[bytes], JSON] = decoded,
) -> tuple[T, ...]:
    """All rows of a list, in order, each `key` once; the list is whole, or it raises.

    With `expected` (a count known beforehand) all pages are asked for at once, so
    that it takes one round trip; without it page 1 tells how many more there are.
    What the API then says wins: its pages may be larger, smaller, more or fewer. A
    page that fails is asked for once more. All of it fits in the transport's
    `total_timeout`. `decode` makes of an answer's bytes what `parse` reads.

    Raises what the page raised; Unexpected if rows are missing in the end.
    """
    asking = _Asking(
        _List(
            connection=connection,
            path=path,
            parse=parse,
            version=version,
            decode=decode,
        )
    )
    try:
        asking.ahead(-(-(expected or 0) // PER_PAGE))
        page = asking.page(1)
        if page.has_next:
            asking.ahead(page.pages or 0)
        return tuple(_walk(asking, page, key).values())
    finally:
        asking.stop()


def _walk(
    asking: "_Asking[T]", page: Page[T], key: Callable[[T], object]
) -> dict[object, T]:
    found = {key(row): row for row in page}
    count = page.count or 0
    while page.has_next:
        if page.number == MOST_PAGES:
            raise Unexpected(f"the list has more than {MOST_PAGES} pages")
        known = len(found)
        # A page that isn't full is the last one, whatever `count` and `next` say (the
        # documents' own samples do), unless more is found behind it.
        is_all = known >= count or page.is_short
        try:
            page = asking.page(page.number + 1)
        except NotFound:
            # Their posts say `next` after the last page too.
            if not is_all:
                raise
            break
        for row in page:
            found.setdefault(key(row), row)
        if len(found) == known:
            # Nothing new: past the end, or going in circles.
            if not is_all:
                raise Unexpected(f"the list has {known} rows of {count}")
            break
    return found


class _Asking(Generic[T]):
    """The pages of one list, some of them asked for before they are wanted."""

    def __init__(self, wanted: _List[T]) -> None:
        self._list = wanted
        self._deadline = time.monotonic() + wanted.connection.transport.total_timeout
        self._asked: dict[int, Future[Page[T]]] = {}

    def ahead(self, last: int) -> None:
        """Ask for all pages up to this one, together; page 1 is left to `page`."""
        for number in range(2, min(last, MOST_PAGES) + 1):
            if number not in self._asked:
                context = contextvars.copy_context()
                self._asked[number] = _for_pages.submit(
                    context.run, self._persistently, number
                )

    def page(self, number: int) -> Page[T]:
        asked = self._asked.get(number)
        return asked.result() if asked else self._persistently(number)

    def stop(self) -> None:
        """Leave what nobody has begun to fetch."""
        for asked in self._asked.values():
            asked.cancel()

    def _persistently(self, number: int) -> Page[T]:
        try:
            return self._list.page(number, self._deadline)
        except (Unreachable, Unexpected):
            if time.monotonic() >= self._deadline:
                raise
            return self._list.page(number, self._deadline)
