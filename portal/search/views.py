"""/search/: one box for exams, attempts, products and posts."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal.search.finding import by_title
from portal.web import blocks
from portal.web.pages import render_page
from portal.web.requests import PortalRequest

LONGEST = 100


@require_safe
def search(request: PortalRequest) -> HttpResponse:
    """`q`: what to look for. Each kind of thing is a part that loads by itself."""
    query = _query(request)
    if not query:
        return render_page(request, "search/results.html", {"query": ""})
    api = request.testpress
    parts = blocks.load(
        request,
        {
            "exams": lambda: api.exams.all(search=query),
            "attempts": lambda: api.attempts.list(search=query),
            "products": lambda: by_title(api.products.list, query),
            "posts": lambda: by_title(api.posts.list, query),
        },
    )
    found = sum(len(part.value or ()) for part in parts.values())
    is_whole = all(part.value is not None for part in parts.values())
    context = {"query": query, "nothing_found": is_whole and not found}
    return blocks.render(request, "search/results.html", parts, context)


def _query(request: PortalRequest) -> str:
    asked = request.GET.get("q", "").replace("\0", " ")
    return " ".join(asked.split())[:LONGEST]
