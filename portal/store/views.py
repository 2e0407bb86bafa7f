"""/products/ and /products/<slug>/: what the institute sells, and where to buy it."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import testpress
from portal.web.pages import page_number, render_page
from portal.web.requests import PortalRequest


@require_safe
def product_list(request: PortalRequest) -> HttpResponse:
    category = request.GET.get("category", "").strip()
    products = request.testpress.products.list(
        page=page_number(request), category=category
    )
    context = {
        "products": products,
        "category": category,
        "categories": _categories(products, category),
        "ended": _ended(products),
    }
    return render_page(request, "store/list.html", context)


@require_safe
def product_detail(request: PortalRequest, slug: str) -> HttpResponse:
    product = request.testpress.products.get(slug)
    context = {
        "product": product,
        "ended": _ended([product]),
        "buy_url": product.payment_url
        or f"{request.institute.api_origin}/products/{product.slug}/",
    }
    return render_page(request, "store/detail.html", context)


def _categories(products: Iterable[testpress.Product], active: str) -> list[str]:
    """Those there are to choose from: the API has no list of them, only products."""
    names = {name for product in products for name in product.categories}
    if active.casefold() not in map(str.casefold, names):
        names |= {active} - {""}
    return sorted(names, key=str.casefold)


def _ended(products: Iterable[testpress.Product]) -> set[str]:
    """The slugs of those that are over."""
    now = timezone.now()
    return {product.slug for product in products if product.has_ended(now)}
