"""Products and posts."""

from typing import Any

from portal.sandbox import dates, people, shapes
from portal.sandbox.messages import (
    Request,
    Response,
    as_json,
    bounds,
    forbidden,
    invalid,
    listing,
    not_found,
)
from portal.sandbox.world import World

Thing = dict[str, Any]


def products(world: World, request: Request) -> Response:
    """Those on sale now; `category` is a category's name."""
    now, category = world.now(), request.query.get("category", "").lower()
    wanted = [
        product
        for product in world.catalogue.products
        if product["start_date"] <= now
        and (product["end_date"] is None or now < product["end_date"])
        and (not category or category in map(str.lower, product["categories"]))
    ]
    start, stop = bounds(request, len(wanted))
    shown = [_product(product, request.base) for product in wanted[start:stop]]
    return as_json(listing(request, len(wanted), shown))


def product(world: World, request: Request, slug: str) -> Response:
    """An object with all the documented fields (B:2150); in v2.1 the list of one that
    its sample shows (B:2101)."""
    for found in world.catalogue.products:
        if found["slug"] == slug:
            break
    else:
        raise not_found()
    shape = _product(found, request.base)
    if request.version == "v2.1":
        return as_json(listing(request, 1, [shape]))
    slugs = world.catalogue.slugs
    exams = [shapes.exam(slugs[name], request.base) for name in found["exams"]]
    return as_json(
        {
            **shape,
            "description": found["description"],
            "exams": exams,
            "notes": found["notes"],
            "requires_shipping": found["requires_shipping"],
        }
    )


def _product(found: Thing, base: str) -> Thing:
    return {
        "id": found["id"],
        "url": f"{base}/products/{found['slug']}/",
        "title": found["title"],
        "slug": found["slug"],
        "image": found["image"],
        "images": [dict.fromkeys(("original", "medium", "small"), found["image"])]
        if found["image"]
        else [],
        "start_date": dates.indian(found["start_date"]),
        "end_date": dates.indian(found["end_date"]) if found["end_date"] else None,
        "categories": found["categories"],
        "types": found["types"],
        "exams_count": len(found["exams"]),
        "notes_count": len(found["notes"]),
        "price": found["price"],
    }


def posts(world: World, request: Request) -> Response:
    """Newest first unless `order` says otherwise; `gt` and `lt` on `created`."""
    query = request.query
    wanted = [post for post in world.catalogue.posts if _may_see(world, request, post)]
    if category := query.get("category"):
        wanted = [p for p in wanted if category.lower() in _category_names(p)]
    if after := _moment(query, "gt"):
        wanted = [post for post in wanted if dates.second(post["created"]) > after]
    if before := _moment(query, "lt"):
        wanted = [post for post in wanted if dates.second(post["created"]) < before]
    order = query.get("order") or "-created"
    name = order.removeprefix("-")
    if name in ("id", "title", "created", "modified"):
        wanted.sort(key=lambda post: post[name], reverse=order.startswith("-"))
    start, stop = bounds(request, len(wanted))
    shown = [_post(post, request.base) for post in wanted[start:stop]]
    return as_json(listing(request, len(wanted), shown))


def _category_names(found: Thing) -> set[str]:
    category = found["category"]
    return {category["name"].lower(), category["slug"], str(category["id"])}


def _may_see(world: World, request: Request, found: Thing) -> bool:
    batch = found["batch"]
    if not batch:
        return True
    return batch in world.user_by_id(request.user_id)["profile"]["batches"]


def _moment(query: dict[str, str], name: str) -> str:
    """A date or a time, in the form of `created` so that they compare as text."""
    text = query.get(name, "")
    if not text:
        return ""
    try:
        return dates.second(dates.read_moment(text))
    except ValueError:
        words = "Enter a valid date/time."
        raise invalid(**{name: words}) from None


def post(world: World, request: Request, slug: str) -> Response:
    for found in world.catalogue.posts:
        if found["slug"] == slug:
            break
    else:
        raise not_found()
    if not _may_see(world, request, found):
        raise forbidden("You do not have permission to perform this action.")
    shape = _post(found, request.base)
    institute = shape.pop("institute")
    return as_json(
        {**shape, "content_html": found["content_html"], "institute": institute}
    )


def _post(found: Thing, base: str) -> Thing:
    return {
        "url": f"{base}/posts/{found['slug']}/",
        "created_by": {
            "id": 10,
            "url": f"{base}/users/10/",
            "username": "admin",
            "display_name": "admin",
            "first_name": "",
            "last_name": "",
            "photo": "",
            **dict.fromkeys(people.IMAGES, ""),
        },
        "category": found["category"],
        "created": dates.second(found["created"]),
        "modified": dates.second(found["modified"]),
        "id": found["id"],
        "active": True,
        "title": found["title"],
        "summary": found["summary"],
        "institute": 1,
    }
