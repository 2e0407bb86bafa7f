"""Products, posts and people."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal import testpress
from portal.testpress import Post, Product, Profile


def product(**sent: Any) -> Product:
    return Product.parse({"slug": "notes", "title": "Notes"} | sent)


@pytest.mark.parametrize(
    ("sent", "picture"),
    [
        (
            {"images": [{"medium": "https://x.example/m.png"}]},
            "https://x.example/m.png",
        ),
        ({"images": [], "image": "https://x.example/i.png"}, "https://x.example/i.png"),
        ({"images": [{"medium": ""}], "image": ""}, ""),
        ({"images": None}, ""),
        ({"image": "javascript:alert(1)"}, ""),
    ],
)
def test_a_product_has_a_picture_or_none(sent, picture):
    assert product(**sent).image_url == picture


@pytest.mark.parametrize(
    ("price", "free"), [("1.00", False), ("0.00", True), (0, True), (None, False)]
)
def test_a_product_is_free_when_it_says_so(price, free):
    assert product(price=price).is_free is free


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_product_is_found_alone_or_in_a_list(wrapped, api, student):
    sent = {
        "slug": "notes",
        "description": "<p>All</p>",
        "exams": [{"slug": "optics", "title": "Optics"}, {"title": "Waves"}, "Heat"],
        "notes": [{"title": "Light"}],
        "requires_shipping": True,
    }
    answer = {"count": 2, "results": [{"slug": "other"}, sent]} if wrapped else sent
    api.will_answer("GET", "products/notes/", answer)

    found = student.products.get("notes")

    assert (found.slug, found.title) == ("notes", "notes")
    assert found.exams == (("Optics", "optics"), ("Waves", None), ("Heat", None))
    assert found.notes == (("Light", None),)
    assert found.description == "<p>All</p>"
    assert found.requires_shipping is True


@pytest.mark.parametrize("results", [[], [{"slug": "other"}]])
def test_another_product_is_not_shown_instead(results, api, student):
    api.will_answer("GET", "products/notes/", {"count": 1, "results": results})

    with pytest.raises(testpress.NotFound):
        student.products.get("notes")


def test_posts_are_filtered_and_ordered(api, student):
    query = {
        "gt": "2026-01-01",
        "lt": "2026-02-01",
        "order": "-created",
        "category": "news",
    }
    api.will_answer("GET", "posts/", {"results": []}, query=query)

    posts = student.posts.list(
        since="2026-01-01", until="2026-02-01", order="-created", category="news"
    )

    assert len(posts) == 0


@pytest.mark.parametrize(
    ("sent", "name", "colour"),
    [
        ({"name": "News", "color": "33CC33"}, "News", "#33cc33"),
        ({"name": "News", "color": "red;background:url(x)"}, "News", ""),
        ("News", "News", ""),
    ],
)
def test_a_posts_category_has_a_name_and_perhaps_a_colour(sent, name, colour):
    category = Post.parse({"slug": "x", "category": sent}).category

    assert (category.name, category.colour) == (name, colour)


@pytest.mark.parametrize("sent", [None, {}, {"name": ""}, 5])
def test_a_post_may_have_no_category(sent):
    assert Post.parse({"slug": "x", "category": sent}).category is None


def test_a_post_without_a_slug_or_an_address_is_unexpected(api, student):
    api.will_answer("GET", "posts/x/", {"title": "x", "url": "http://x.example/"})

    with pytest.raises(testpress.Unexpected):
        student.posts.get("x")


@pytest.mark.parametrize(
    ("sent", "name", "initials"),
    [
        ({"display_name": "Asha R. Nair", "username": "asha"}, "Asha R. Nair", "AN"),
        ({"first_name": "Asha", "last_name": "Nair"}, "Asha Nair", "AN"),
        ({"username": 13956}, "13956", "1"),
        ({"display_name": "आशा"}, "आशा", "आ"),
        ({}, "", ""),
    ],
)
def test_a_student_is_called_by_name(sent, name, initials):
    found = Profile.parse({"id": 1} | sent)

    assert (found.name, found.initials) == (name, initials)


def test_codes_that_nobody_explained_are_not_shown():
    found = Profile.parse({"id": 1, "gender": 2, "state": "31"})

    assert (found.gender, found.state) == ("", "")


def test_a_profile_is_changed_field_by_field(api, student):
    api.will_answer("PUT", "users/17/", {"first_name": "Asha", "gender": 2})

    student.users.update(17, {"first_name": "Asha"})

    assert api.sent == {"first_name": "Asha"}


def test_a_change_that_is_refused_says_what_is_wrong_with_which_field(api, student):
    api.will_answer("PUT", "users/17/", {"zip": ["Six digits."]}, status=422)

    with pytest.raises(testpress.Invalid) as raised:
        student.users.update(17, {"zip": "1"})

    assert raised.value.fields == {"zip": ["Six digits."]}


@pytest.mark.parametrize(
    ("end", "ended"),
    [
        ("2025-12-31T00:00:00+05:30", True),
        ("2026-12-31T00:00:00+05:30", False),
        ("2.25-12-31T00:00:00+05:30", False),
        (None, False),
    ],
)
def test_a_product_is_over_when_its_end_is_known_and_past(end, ended):
    assert product(end_date=end).has_ended(datetime(2026, 1, 1, tzinfo=UTC)) is ended


@pytest.mark.parametrize(
    ("sent", "address"),
    [
        ("https://pay.example/pack", "https://pay.example/pack"),
        ("javascript:alert(1)", ""),
        (None, ""),
    ],
)
def test_a_product_may_be_paid_for_elsewhere_on_the_web(sent, address):
    assert product(payment_link=sent).payment_url == address
