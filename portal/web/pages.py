"""How a view answers: with a page, or with the part of it that htmx asked for."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers

from portal.web.branding import brand_of
from portal.web.preferences import theme_of
from portal.web.requests import PortalRequest

LAST_PAGE = 10_000


def render_page(
    request: PortalRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    swap: str = "",
    status: int = 200,
) -> TemplateResponse:
    """Render a page, or only the partial that htmx asked to swap.

    Chosen by target, not by `request.htmx`: a boosted link and a restored
    history entry are htmx requests too, and want the whole page.
    """
    if swap and request.htmx.target == swap:
        template = f"{template}#{swap}"
    response = TemplateResponse(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Target"])
    return response


def see_other(to: str, *args: Any, **kwargs: Any) -> HttpResponse:
    """After a POST: 303, to be fetched by GET. `to` is a URL's name or an address."""
    response: HttpResponse = redirect(to, *args, **kwargs)
    response.status_code = 303
    return response


def page_number(request: HttpRequest) -> int:
    """The page asked for; what is no page number reads as the first page."""
    asked = request.GET.get("page", "")
    if asked.isascii() and asked.isdigit() and len(asked) <= 5:
        return min(max(int(asked), 1), LAST_PAGE)
    return 1


def frame(request: HttpRequest) -> dict[str, Any]:
    """What base.html shows on every page, error pages included."""
    institute = getattr(request, "institute", None)
    student = getattr(request, "student", None)
    return {
        "institute": institute,
        "student": student,
        # Found where a page shows it; the same one for all who see it, as facts are.
        "brand": cache(lambda: brand_of(request)),
        "theme": theme_of(request),
        "is_signed_in": student is not None,
        "links": tuple(institute.links.items()) if institute else (),
        "way_back": request.get_full_path() if request.method == "GET" else "",
    }
