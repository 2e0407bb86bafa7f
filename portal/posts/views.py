"""/posts/ and /posts/<slug>/: what the institute has to say."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from portal import testpress
from portal.posts import forms
from portal.web.blocks import Block
from portal.web.pages import page_number, render_page
from portal.web.requests import PortalRequest

MORE = "part-more"
NOTHING: testpress.Page[testpress.Post] = testpress.Page(
    items=(), number=1, has_next=False
)


@require_safe
def post_list(request: PortalRequest) -> HttpResponse:
    form = forms.PostFilter(request.GET)
    chosen = form.chosen
    posts, status = NOTHING, 200
    try:
        posts = request.testpress.posts.list(page=page_number(request), **chosen)
    except testpress.Invalid as error:
        form.refuse(error)
        status = 400
    except (testpress.Unreachable, testpress.Unexpected, testpress.Throttled) as error:
        if request.htmx.target != MORE:
            raise
        return _more_failed(request, error)
    form.offer(post.category for post in posts if post.category)
    context = {"form": form, "posts": posts, "is_filtered": bool(chosen)}
    swap = MORE if request.htmx.target == MORE else "post-results"
    template = "posts/list.html"
    return render_page(request, template, context, swap=swap, status=status)


@require_safe
def post_detail(request: PortalRequest, slug: str) -> HttpResponse:
    post = request.testpress.posts.get(slug)
    return render_page(request, "posts/detail.html", {"post": post})


def _more_failed(request: PortalRequest, error: testpress.Error) -> HttpResponse:
    """In the place of more posts: what went wrong. Those that are there stay."""
    part = Block(name="more", error=error)
    response = render_page(
        request, "posts/list.html", {"failed": part}, swap=MORE, status=part.status
    )
    response["HX-Retarget"] = f"#{MORE}"
    return response
