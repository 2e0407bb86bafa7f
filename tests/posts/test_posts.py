"""/posts/ and /posts/<slug>/: what the institute has to say."""

import pytest

from tests import payloads

MORE = {"HX-Request": "true", "HX-Target": "part-more"}
FILTER = {"HX-Request": "true", "HX-Target": "post-results"}


def test_the_documented_list_shows_what_when_and_by_whom(student, api, visit):
    api.will_answer("GET", "posts/", payloads.seed("posts_list_v21"))

    page = visit(student, "/posts/")

    assert "Daliy News 15 Oct 2015, 8:54 pm By admin Post Title2" in page.text
    assert "summary goes here" in page.text
    assert 'href="/posts/working-great/"' in page.source
    assert 'fill="#33cc33"' in page.source
    assert "style=" not in page.source


def test_a_page_that_only_seemed_to_follow_is_the_end(student, api, visit):
    """Their own sample: two posts of two, and yet a second page."""
    api.will_answer("GET", "posts/", {"detail": "Invalid page."}, status=404)

    page = visit(student, "/posts/?page=2")

    assert "There are no more posts" in page.text
    assert "To the first page" in page.text


def test_more_posts_are_a_link_that_htmx_follows_in_place(student, api, visit):
    api.will_answer("GET", "posts/", payloads.seed("posts_list_v21"))

    page = visit(student, "/posts/?category=news")

    assert 'href="?category=news&amp;page=2"' in page.source
    assert 'hx-get="?category=news&amp;page=2"' in page.source


def test_more_posts_come_without_the_page_around_them(student, api):
    data = payloads.page(payloads.post(title="The next one"))
    api.will_answer("GET", "posts/", data, query={"page": "2"})

    response = student.get("/posts/?page=2", headers=MORE)

    source = response.content.decode()
    assert "The next one" in source
    assert "There are no more posts." in source
    assert "<h1" not in source


def test_no_more_posts_are_said_in_their_place(student, api):
    api.will_answer("GET", "posts/", {"detail": "Invalid page."}, status=404)

    response = student.get("/posts/?page=2", headers=MORE)

    assert response.status_code == 200
    assert "There are no more posts." in response.content.decode()


def test_where_more_posts_fail_those_that_are_there_stay(student, api):
    api.will_not_answer("GET", "posts/")

    response = student.get("/posts/?page=2", headers=MORE)

    assert response.status_code == 503
    assert response["HX-Retarget"] == "#part-more"
    source = response.content.decode()
    assert "could not be loaded" in source
    assert 'hx-get="?page=2"' in source
    assert "<h1" not in source


def test_filters_reach_the_api_as_they_were_written(student, api, visit):
    query = {
        "category": "daily-news",
        "gt": "2026-11-01",
        "lt": "2026-11-20T00:00:00+05:30",
        "order": "created",
    }
    api.will_answer("GET", "posts/", payloads.page(payloads.post()), query=query)

    page = visit(
        student,
        "/posts/?category=daily-news&gt=2026-11-01"
        "&lt=2026-11-20T00:00:00%2B05:30&order=created",
    )

    assert "Hall tickets" in page.text
    assert 'value="2026-11-01"' in page.source
    assert 'value="2026-11-20"' in page.source
    assert '<option value="created" selected>' in page.source
    assert '<option value="daily-news" selected>' in page.source


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("gt=yesterday", "“yesterday” is not a date"),
        ("gt=2026-02-30", "“2026-02-30” is not a date"),
        ("order=fate", "“fate” is not an order"),
    ],
)
def test_a_filter_that_cannot_be_read_is_left_out_and_said(
    asked, said, student, api, visit
):
    data = payloads.page(payloads.post())
    api.will_answer("GET", "posts/", data, query={"category": "news"})

    page = visit(student, f"/posts/?category=news&{asked}")

    assert said in page.text
    assert "Hall tickets" in page.text


def test_dates_the_wrong_way_round_are_told(student, api, visit):
    data = payloads.page(payloads.post())
    api.will_answer("GET", "posts/", data, query={"gt": "2026-11-20"})

    page = visit(student, "/posts/?gt=2026-11-20&lt=2026-11-01")

    assert "“Before” is earlier than “From”" in page.text
    assert 'value="2026-11-01"' in page.source


def test_a_filter_that_the_api_refuses_is_told_in_its_words(student, api, visit):
    api.will_answer("GET", "posts/", {"gt": ["Enter a valid date/time."]}, status=400)

    page = visit(student, "/posts/?gt=0001-01-01", status=400)

    assert "Enter a valid date/time." in page.text
    assert 'value="0001-01-01"' in page.source


def test_changed_filters_swap_only_the_posts_and_say_how_many(student, api):
    api.will_answer("GET", "posts/", payloads.page(payloads.post(), count=8))

    response = student.get("/posts/?order=created", headers=FILTER)

    source = response.content.decode()
    assert "Hall tickets" in source
    assert "8 posts" in source
    assert "<h1" not in source


@pytest.mark.parametrize(
    ("address", "said"),
    [("/posts/", "No posts yet"), ("/posts/?category=x", "No posts match")],
)
def test_no_posts_and_no_such_posts_are_told_apart(address, said, student, api, visit):
    api.will_answer("GET", "posts/", payloads.page())

    page = visit(student, address)

    assert said in page.text


@pytest.mark.parametrize(
    "category",
    [None, {"name": "News", "color": "red;background:url(x)", "slug": "news"}, "News"],
)
def test_a_category_may_have_no_colour_or_a_hostile_one(category, student, api, visit):
    data = payloads.page(payloads.post(category=category, created="2.26-11-07T12:00"))
    api.will_answer("GET", "posts/", data)

    page = visit(student, "/posts/")

    assert "Hall tickets" in page.text
    assert "url(x)" not in page.source
    assert "<time" not in page.source


def test_the_documented_post_can_be_read(student, api, visit):
    api.will_answer("GET", "posts/working-great/", payloads.seed("post_detail_v21"))

    page = visit(student, "/posts/working-great/")

    assert page.title.startswith("Working Great")
    assert "<p>Good Better Best</p>" in page.source
    assert 'href="/posts/"' in page.source


def test_a_posts_html_is_cleaned_of_what_could_act(student, api, visit):
    hostile = (
        '<p onclick="x()">Read <a href="javascript:x()">this</a></p>'
        "<script>x()</script>"
        '<img src="https://x.example/a.png" onerror="x()"><table><tr><td>1</td></tr>'
        "</table><iframe src='https://x.example'></iframe>"
    )
    post = payloads.post(content_html=hostile)
    api.will_answer("GET", "posts/hall-tickets/", post)

    page = visit(student, "/posts/hall-tickets/")

    body = page.source.split('class="prose"')[1]
    assert "<td>1</td>" in body
    assert "https://x.example/a.png" in body
    for word in ("onclick", "onerror", "javascript:", "x()", "<iframe"):
        assert word not in body


def test_a_post_without_text_shows_its_summary(student, api, visit):
    api.will_answer("GET", "posts/hall-tickets/", payloads.post(content_html=None))

    page = visit(student, "/posts/hall-tickets/")

    assert "Download yours." in page.text


@pytest.mark.parametrize("status", [403, 404])
def test_a_post_for_others_or_gone_has_its_page(status, student, api, visit):
    refusal = {"detail": "You do not have permission to perform this action."}
    api.will_answer("GET", "posts/secret/", refusal, status=status)

    visit(student, "/posts/secret/", status=status)


@pytest.mark.parametrize("path", ["posts/", "posts/hall-tickets/"])
def test_posts_that_cannot_be_reached_say_so(path, student, api, visit):
    api.will_not_answer("GET", path)

    page = visit(student, f"/{path}", status=503)

    assert "Try again" in page.text
