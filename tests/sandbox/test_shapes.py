"""The answers have the keys of the seeds' samples, and their differing forms.

The keys are spelt out: a copy of the seeds' own, line numbers beside them.
"""

EXAM = (
    "url id title description course start_date end_date duration number_of_questions"
    " negative_marks mark_per_question template_type allow_retake max_retakes"
    " enable_ranks rank_publishing_date allow_pdf created slug"
    " variable_mark_per_question show_answers"
)
ATTEMPT = (
    "url id user date total_questions score review_url questions_url percentile"
    " correct_count incorrect_count last_started_time remaining_time time_taken state"
    " rank max_rank percentage unanswered_count"
)
USER = (
    "id url username display_name first_name last_name photo large_image medium_image"
    " small_image x_small_image mini_image"
)


def keys(words: str) -> set[str]:
    return set(words.split())


def test_lists_come_in_an_envelope_of_twenty(visitor):
    page = visitor.get("posts/")

    assert list(page) == ["count", "next", "previous", "per_page", "results"]
    assert (page["per_page"], len(page["results"]), page["previous"]) == (20, 20, None)
    assert page["next"] == f"{visitor.server.url}/api/v2.2/posts/?page=2"
    assert len(visitor.get(page["next"])["results"]) == page["count"] - 20


def test_a_page_that_is_not_there_is_a_404(visitor):
    answer = visitor.call("GET", "posts/?page=9")

    assert (answer.status_code, answer.json()) == (404, {"detail": "Invalid page."})


def test_the_next_page_keeps_the_rest_of_the_query(visitor):
    page = visitor.get("posts/?order=title")

    assert page["next"].endswith("/posts/?order=title&page=2")
    assert visitor.get(page["next"])["previous"].endswith("/posts/?order=title")


def test_an_exam_in_a_list_is_as_b456_shows_it(visitor):
    row = visitor.get("exams/")["results"][0]

    assert keys(EXAM) | {"attempts_url", "comments_count"} == row.keys()
    assert row["start_date"].endswith("+05:30")
    assert row["created"].endswith("Z")


def test_a_single_exam_has_its_attempts_newest_first(visitor):
    exam = visitor.get("exams/jee-main-mock-1/")

    extra = {"attempts_url", "attempts", "comments_count"}
    assert keys(EXAM) | extra == exam.keys()
    assert exam["attempts"][0].keys() == keys(ATTEMPT)
    dates = [attempt["date"] for attempt in exam["attempts"]]
    assert dates == sorted(dates, reverse=True)


def test_a_listed_attempt_is_as_a92_shows_it(visitor):
    row = visitor.get("attempts/")["results"][0]

    extra = "exam commented_questions_count comments_count allow_retake"
    extra += " remaining_attempts total_bonus"
    assert keys(ATTEMPT) | keys(extra) == row.keys()
    assert row["exam"].keys() == keys(EXAM)
    assert row["user"] == "asha"


def test_an_exams_attempts_have_no_exam_and_a_user_as_an_object(visitor):
    row = visitor.get("exams/jee-main-mock-1/attempts/")["results"][0]

    extra = keys("review_pdf_url rank_enabled sections speed accuracy")
    assert keys(ATTEMPT) | extra == row.keys()
    assert keys(USER) | {"medium_small_image"} == row["user"].keys()
    assert (type(row["rank"]), row["rank_enabled"]) == (int, True)


def test_a_new_attempt_scores_an_int_and_later_a_string(world, asha):
    world.add_exam("sums")

    attempt = asha.begin("sums")
    beaten = asha.call("PUT", f"{attempt['url']}heartbeat/").json()

    extra = "exam_url review_pdf_url commented_questions_count comments_count"
    extra += " total_bonus rank_enabled exam sections speed accuracy"
    extra += " institute_attempt_id"
    assert keys(ATTEMPT) | keys(extra) == attempt.keys() == beaten.keys()
    assert (attempt["score"], beaten["score"]) == (0, "0.00")
    assert (attempt["rank"], attempt["max_rank"]) == ("NA", "NA")
    assert "course" not in attempt["exam"]
    assert attempt["exam"]["max_retakes"] == -1
    assert [part["name"] for part in attempt["exam"]["sections"]] == [""]


def test_a_question_hides_what_is_right_until_the_review(world, asha):
    world.add_exam("sums")
    attempt = asha.begin("sums")

    row = asha.rows(attempt)[0]

    expected = "id url question duration selected_answers essay_text essay_topic review"
    assert row.keys() == keys(expected)
    assert (row["review"], row["duration"], row["selected_answers"]) == (None, None, [])
    inside = keys("question_html direction answers essay_topics subject type")
    assert row["question"].keys() == inside
    assert row["question"]["answers"][0].keys() == {"text_html", "id"}


def test_a_saved_row_tells_its_duration_as_a_timedelta(world, asha):
    world.add_exam("sums", minutes=None)
    row = asha.rows(asha.begin("sums"))[0]

    world.advance(20 * 86_400 + 14_328)
    saved = asha.answer(row, 0).json()

    assert saved["duration"].startswith("20 days, 3:58:48.")
    assert saved["review"] is False


def test_a_reviewed_row_is_as_a1486_shows_it(world, asha):
    world.add_exam("sums")
    attempt = asha.begin("sums")
    asha.answer(asha.rows(attempt)[0], 0)
    asha.call("PUT", f"{attempt['url']}end/")

    first, second = asha.get(attempt["review_url"])["results"][:2]

    outside = "id url order question duration best_duration average_duration"
    outside += " selected_answers essay_text essay_topic review comments_count"
    outside += " correct_percentage"
    inside = "id url question_html direction answers essay_topics subject"
    inside += " explanation_html type comments_url marks negative_marks"
    assert (first.keys(), first["order"]) == (keys(outside), 0)
    assert first["question"].keys() == keys(inside)
    assert first["question"]["answers"][0]["is_correct"] is True
    assert first["question"]["id"] != first["id"]
    assert (type(first["duration"]), second["duration"]) == (int, "NA")


def test_a_profile_reads_in_words_and_answers_a_put_in_codes(world, asha):
    before = asha.get("me/")

    written = asha.call("PUT", "users/17/", json={"city": "Madurai"}).json()

    extra = "batches email birth_date gender address1 address2 city zip state phone"
    assert before.keys() == keys(USER) | keys(extra)
    assert (before["gender"], before["state"]) == ("Female", "Tamil Nadu")
    assert (written["gender"], written["state_choices"]) == (2, 31)
    assert not written.keys() & {"id", "username", "display_name", "batches", "url"}
    assert asha.get("me/")["city"] == "Madurai"
    assert asha.get("users/18/").keys() == keys(USER)


def test_a_product_is_an_object_in_v22_and_a_list_in_v21(visitor):
    address = "products/free-foundation-pack/"
    old = visitor.get(f"{visitor.server.url}/api/v2.1/{address}")

    new = visitor.get(address)

    assert (new["price"], len(new["exams"])) == ("0.00", 2)
    assert old["results"][0]["slug"] == new["slug"]
    assert old["results"][0]["url"].startswith(f"{visitor.server.url}/api/v2.1/")


def test_posts_are_filtered_by_date_and_category(visitor):
    everything = visitor.get("posts/")["results"]
    middle = everything[10]["created"]

    newer = visitor.get(f"posts/?gt={middle}")
    alerts = visitor.get("posts/?category=exam-alerts")

    assert newer["count"] == 10
    assert {post["category"]["name"] for post in alerts["results"]} == {"Exam Alerts"}
    assert "content_html" not in everything[0]
    assert visitor.get(f"posts/{everything[0]['url'].split('/')[-2]}/")["content_html"]
