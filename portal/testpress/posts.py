"""`/posts/`: what the institute has to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .pages import Page, one_page
from .reading import (
    JSON,
    colour,
    moment,
    person,
    read,
    slug_in,
    text,
    whole,
    word,
)
from .transport import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What a post is filed under. `colour` is "#rrggbb", "#rgb" or ""."""

    name: str
    colour: str
    slug: str

    @classmethod
    def parse(cls, data: JSON) -> Category | None:
        if isinstance(data, str):
            data = {"name": data}
        if not isinstance(data, dict) or not text(data.get("name")):
            return None
        return cls(
            name=text(data.get("name")),
            colour=colour(data.get("color")),
            slug=text(data.get("slug")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A notice. `content_html` (uncleaned) comes with `posts.get`; "" elsewhere."""

    id: int | None
    slug: str
    title: str
    summary: str
    category: Category | None
    author: str
    published_at: datetime | None
    modified_at: datetime | None
    content_html: str

    @classmethod
    def parse(cls, data: JSON) -> Post:
        # A post has no field for its slug: it is in its address.
        slug = word(data.get("slug") or slug_in(data["url"], "posts"))
        return cls(
            id=whole(data.get("id")),
            slug=slug,
            title=text(data.get("title")) or slug,
            summary=text(data.get("summary")),
            category=Category.parse(data.get("category")),
            author=person(data.get("created_by")),
            published_at=moment(data.get("created")),
            modified_at=moment(data.get("modified")),
            content_html=text(data.get("content_html")),
        )


class Posts:
    """The calls on posts. See the posts chapter, v2.1 (served as v2.2)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        *,
        page: int = 1,
        category: str = "",
        since: str = "",
        until: str = "",
        order: str = "",
    ) -> Page[Post]:
        """GET posts/, created after `since` and before `until` (dates as the API
        writes them), ordered by a field ("-created": the newest first).

        There may seem to be a next page which then is empty.
        """
        return one_page(
            self._connection,
            "posts/",
            Post.parse,
            page,
            category=category,
            gt=since,
            lt=until,
            order=order,
        )

    def get(self, slug: str) -> Post:
        """GET posts/<slug>/. Forbidden if it isn't for this student."""
        return read(Post.parse, self._connection.get(f"posts/{word(slug)}/"))
