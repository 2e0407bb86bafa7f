"""/products/ and /products/<slug>/: what the institute sells, and where to buy it."""

import pytest

from tests import payloads

PICTURE = "https://media.testpress.in/cover.png"


def test_the_documented_list_shows_what_is_in_it_and_what_it_costs(student, api, visit):
    api.will_answer("GET", "products/", payloads.seed("products_list_v21"))

    page = visit(student, "/products/")

    assert "Free IAS Prelims Power Pack" in page.text
    assert "E-books Exams TNPSC" in page.text
    assert "1 exam" in page.text
    assert "Ended on 31 Dec 2021" in page.text
    assert "₹1 " in page.text
    assert 'href="/products/free-ias-prelims-power-pack/"' in page.source


@pytest.mark.parametrize(
    ("price", "shown"),
    [
        ("0.00", "Free"),
        ("125000.00", "₹1,25,000"),
        ("3499.50", "₹3,499.50"),
        (None, "JEE Pack"),
    ],
)
def test_a_price_is_in_rupees_as_they_are_written_in_india(
    price, shown, student, api, visit
):
    product = payloads.product(price=price)
    api.will_answer("GET", "products/", payloads.page(product))

    page = visit(student, "/products/")

    assert shown in page.text


def test_a_picture_loads_late_and_tells_nobody_where_it_is_shown(student, api, visit):
    images = [{"original": "", "medium": PICTURE, "small": ""}]
    product = payloads.product(images=images)
    api.will_answer("GET", "products/", payloads.page(product))

    page = visit(student, "/products/")

    assert f'src="{PICTURE}"' in page.source
    assert 'loading="lazy"' in page.source
    assert 'referrerpolicy="no-referrer"' in page.source


@pytest.mark.parametrize(
    "image", ["", "http://elsewhere.example/a.png", "javascript:alert(1)", None]
)
def test_where_there_is_no_good_picture_a_drawing_stands(image, student, api, visit):
    product = payloads.product(image=image)
    api.will_answer("GET", "products/", payloads.page(product))

    page = visit(student, "/products/")

    assert "<img" not in page.source.split("<main")[1]
    assert "icons.svg#store" in page.source.split("<main")[1]


def test_a_category_is_asked_for_and_can_be_left_again(student, api, visit):
    query = {"category": "JEE"}
    product = payloads.product(categories=["JEE", "NEET"])
    api.will_answer("GET", "products/", payloads.page(product), query=query)

    page = visit(student, "/products/?category=JEE")

    assert '<a href="/products/?category=JEE"' not in page.source
    assert '<a href="?category=JEE" aria-current="true">JEE</a>' in page.source
    assert '<a href="?category=NEET">NEET</a>' in page.source
    assert '<a href="/products/">All</a>' in page.source


def test_the_next_page_keeps_the_category(student, api, visit):
    page_of = payloads.page(payloads.product(), next="x", count=21)
    api.will_answer("GET", "products/", page_of, query={"category": "JEE"})

    page = visit(student, "/products/?category=JEE")

    assert 'rel="next" href="?category=JEE&amp;page=2"' in page.source


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/products/", "Nothing is on sale yet"),
        ("/products/?category=<b>", "Nothing in “<b>” Nothing is on sale in this"),
        ("/products/?page=4", "There is no more"),
    ],
)
def test_nothing_here_nothing_like_it_and_no_more_are_told_apart(
    address, said, student, api, visit
):
    api.will_answer("GET", "products/", payloads.page())

    page = visit(student, address)

    assert said in page.text
    assert "<b>" not in page.source


def test_the_documented_detail_is_a_list_that_holds_it(student, api, visit):
    slug = "free-ias-prelims-power-pack"
    api.will_answer("GET", f"products/{slug}/", payloads.seed("product_detail_v21"))

    page = visit(student, f"/products/{slug}/")

    assert "Free IAS Prelims Power Pack" in page.text
    assert "Ended on 31 Dec 2021" in page.text
    assert "Delivery" not in page.text


def test_a_product_shows_all_that_it_holds(student, api, visit):
    product = payloads.product(
        description="<p>Every <b>Sunday</b>.</p><script>steal()</script>",
        exams=[{"title": "Optics", "slug": "optics"}, {"title": "Waves"}],
        notes=[{"title": "Formula book"}],
        requires_shipping=True,
    )
    api.will_answer("GET", "products/jee-pack/", product)

    page = visit(student, "/products/jee-pack/")

    assert "<p>Every <b>Sunday</b>.</p>" in page.source
    assert "steal" not in page.source
    assert '<a href="/exams/optics/">Optics</a>' in page.source
    assert "<li>Waves</li>" in page.source
    assert "Formula book" in page.text
    assert "Part of it is sent by post" in page.text


@pytest.mark.parametrize(
    ("sent", "address"),
    [
        ({}, f"{payloads.ORIGIN}/products/jee-pack/"),
        ({"payment_link": "https://pay.example/1"}, "https://pay.example/1"),
        (
            {"payment_link": "javascript:alert(1)"},
            f"{payloads.ORIGIN}/products/jee-pack/",
        ),
    ],
)
def test_it_is_bought_at_the_institutes_own_site(sent, address, student, api, visit):
    api.will_answer("GET", "products/jee-pack/", payloads.product(**sent))

    page = visit(student, "/products/jee-pack/")

    assert f'href="{address}" rel="noopener noreferrer"' in page.source


@pytest.mark.parametrize("path", ["products/", "products/jee-pack/"])
def test_a_store_that_cannot_be_reached_says_so(path, student, api, visit):
    api.will_not_answer("GET", path)

    page = visit(student, f"/{path}", status=503)

    assert "not answering" in page.text
    assert "Try again" in page.text


def test_a_product_that_is_not_there_is_a_404_page(student, api, visit):
    api.will_answer("GET", "products/nope/", {"detail": "Not found."}, status=404)

    visit(student, "/products/nope/", status=404)


def test_a_long_title_and_markup_in_names_stay_text(student, api, visit):
    product = payloads.product(title="A" * 300, categories=["<i>JEE</i>"])
    api.will_answer("GET", "products/", payloads.page(product))

    page = visit(student, "/products/")

    assert "<i>JEE</i>" in page.text
    assert "<i>" not in page.source
