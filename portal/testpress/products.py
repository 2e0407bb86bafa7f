"""`/products/`: what the institute sells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from .errors import NotFound
from .pages import Page, one_page
from .reading import (
    JSON,
    claim,
    link,
    moment,
    number,
    picture,
    read,
    rows,
    slug_in,
    text,
    whole,
    word,
    words,
)
from .transport import Connection


class Included(NamedTuple):
    """Something that comes with a product. `slug` is known of exams only."""

    title: str
    slug: str | None

    @classmethod
    def parse(cls, data: JSON) -> Included:
        if not isinstance(data, dict):
            return cls(text(data), None)
        slug = data.get("slug") or slug_in(data.get("url"), "exams")
        return cls(
            title=text(data.get("title") or data.get("name")),
            slug=word(slug) if slug else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A package of exams, notes, books or lessons. Prices are in rupees.

    `exams`, `notes`, `description` (uncleaned HTML) and `requires_shipping` come
    with `products.get` only; empty or None elsewhere. `image_url` is "" if there
    is no picture, `payment_url` if the institute sells it in the usual place.
    """

    id: int | None
    slug: str
    title: str
    image_url: str
    price: Decimal | None
    categories: tuple[str, ...]
    types: tuple[str, ...]
    valid_from: datetime | None
    valid_until: datetime | None
    exams_count: int | None
    notes_count: int | None
    description: str
    exams: tuple[Included, ...]
    notes: tuple[Included, ...]
    requires_shipping: bool | None
    payment_url: str

    @classmethod
    def parse(cls, data: JSON) -> Product:
        slug = word(data["slug"])
        return cls(
            id=whole(data.get("id")),
            slug=slug,
            title=text(data.get("title")) or slug,
            image_url=_image(data),
            price=number(data.get("price")),
            categories=words(data.get("categories")),
            types=words(data.get("types")),
            valid_from=moment(data.get("start_date")),
            valid_until=moment(data.get("end_date")),
            exams_count=whole(data.get("exams_count")),
            notes_count=whole(data.get("notes_count")),
            description=text(data.get("description")),
            exams=rows(data.get("exams"), Included.parse),
            notes=rows(data.get("notes"), Included.parse),
            requires_shipping=claim(data.get("requires_shipping")),
            # In no document: the name is the one that Testpress's own app reads.
            payment_url=link(data.get("payment_link")),
        )

    @property
    def is_free(self) -> bool:
        return self.price == 0

    def has_ended(self, now: datetime) -> bool:
        """It is over. One without an end, or with an unknown one, is not."""
        return self.valid_until is not None and self.valid_until <= now


class Products:
    """The calls on products. See the products chapter, v2.1 (served as v2.2)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self, *, page: int = 1, category: str = "") -> Page[Product]:
        """GET products/: what can be bought. `category` is a category's name."""
        return one_page(
            self._connection, "products/", Product.parse, page, category=category
        )

    def get(self, slug: str) -> Product:
        """GET products/<slug>/. Sent as an object, or as a list that holds it."""
        data = self._connection.get(f"products/{word(slug)}/")

        def find(data: JSON) -> Product | None:
            if "results" not in data:
                return Product.parse(data)
            found = rows(data["results"], Product.parse)
            return next((product for product in found if product.slug == slug), None)

        product = read(find, data)
        if product is None:
            raise NotFound(404)
        return product


def _image(data: JSON) -> str:
    images = data.get("images")
    first = images[0] if isinstance(images, list) and images else None
    return picture(first, "medium", "original", "small") or link(data.get("image"))
