"""What browsers ask for beside pages: the brand's stylesheet, icon and manifest."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.web.brand import palette
from portal.web.branding import brand_of

FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"


@require_safe
@login_not_required
def brand_css(request: HttpRequest, color: str, digest: str) -> HttpResponse:
    """The custom properties that `color` becomes: the address says it all.

    An address with another release's digest is answered too, but not to be kept.
    """
    chosen = palette(color)
    response = HttpResponse(chosen.css, content_type="text/css; charset=utf-8")
    if digest == chosen.digest:
        response["Cache-Control"] = FOR_EVER
    return response


@require_safe
@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    """The institute's initial on its colour."""
    brand = brand_of(request)
    svg = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        '<rect width="64" height="64" rx="14" fill="{}"/>'
        '<text x="32" y="45" text-anchor="middle" font-family="system-ui,sans-serif"'
        ' font-size="38" font-weight="700" fill="{}">{}</text></svg>',
        brand.palette.brand,
        brand.palette.on_brand,
        brand.name[:1],
    )
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Cache-Control"] = FOR_AN_HOUR
    return response


@require_safe
@login_not_required
def manifest(request: HttpRequest) -> HttpResponse:
    """So that a phone can put the portal on its home screen, under its own name."""
    brand = brand_of(request)
    icon = {"src": reverse("favicon"), "sizes": "any", "type": "image/svg+xml"}
    response = JsonResponse(
        {
            "name": brand.name,
            "short_name": brand.name[:24],
            "lang": get_language(),
            "start_url": reverse("home"),
            "scope": reverse("home"),
            "display": "minimal-ui",
            "theme_color": brand.color,
            "background_color": "#ffffff",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )
    response["Cache-Control"] = FOR_AN_HOUR
    return response


@require_safe
@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    response = HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
    response["Cache-Control"] = FOR_AN_HOUR
    return response
