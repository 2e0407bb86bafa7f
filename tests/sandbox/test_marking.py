"""Marks, counts, subjects and ranks."""

from portal.sandbox import marking
from portal.sandbox.content import kit


def test_right_earns_wrong_costs_and_nothing_is_nothing(world, asha):
    world.add_exam("sums", 4, marks=4, negative=1)
    attempt = asha.begin("sums")
    rows = asha.rows(attempt)
    for row, spot in zip(rows, (0, 0, 1), strict=False):
        asha.answer(row, spot)

    ended = asha.call("PUT", f"{attempt['url']}end/").json()

    counts = [ended[f"{word}_count"] for word in ("correct", "incorrect", "unanswered")]
    assert (ended["score"], ended["percentage"], counts) == ("7.00", "43", [2, 1, 1])


def test_several_right_options_are_all_or_nothing(world, asha):
    asked = [kit.several("Primes", "Primes?", ["2", "3", "4"], {0, 1}, marks=2.0)] * 3
    world.add_exam("primes", asked)
    attempt = asha.begin("primes")
    rows = asha.rows(attempt)
    for row, spots in zip(rows, ((1, 0), (0,), (0, 1, 2)), strict=True):
        asha.answer(row, *spots)

    ended = asha.call("PUT", f"{attempt['url']}end/").json()

    assert (ended["score"], ended["correct_count"]) == ("2.00", 1)


def test_words_numbers_and_blanks_are_marked_and_essays_wait(world, asha):
    asked = [
        kit.short("A", "Draw?", ["dead-heat"]),
        kit.number("A", "Half of 2.5?", "1.25", tolerance=0.01),
        kit.gaps("A", "<p>____ and ____</p>", ["salt", "pepper"]),
        kit.essay("A", "Write.", ["Rain"]),
        kit.upload("A", "Draw."),
    ]
    world.add_exam("kinds", asked)
    attempt = asha.begin("kinds")
    rows = asha.rows(attempt)
    blanks = [{"order": "1", "answer": "Salt"}, {"order": "2", "answer": " pepper"}]
    for row, answer in zip(
        rows,
        (
            {"short_text": " Dead-Heat"},
            {"short_text": "1.255"},
            {"gap_fill_responses": blanks},
            {"essay_text": "It rained."},
            {"files": ["a"]},
        ),
        strict=True,
    ):
        assert asha.save(row, **answer, review=False).status_code == 200

    kept = asha.rows(attempt)
    ended = asha.call("PUT", f"{attempt['url']}end/").json()

    assert kept[0]["short_text"] == " Dead-Heat"
    assert kept[2]["gap_fill_responses"] == blanks
    assert [row["question"]["answers"] for row in kept] == [[]] * 5
    assert rows[2]["question"]["question_html"].count("<input") == 2
    assert (ended["correct_count"], ended["unanswered_count"]) == (3, 0)


def test_subjects_hang_on_their_parents(world, asha):
    asked = [
        kit.one("Physics/Optics", "1?", ["a", "b"], 0, negative=2.0),
        kit.one("Physics/Waves", "2?", ["a", "b"], 0),
        kit.one("", "3?", ["a", "b"], 0),
    ]
    world.add_exam("tree", asked)
    attempt = asha.begin("tree")
    asha.answer(asha.rows(attempt)[0], 1)
    asha.call("PUT", f"{attempt['url']}end/")

    page = asha.get(f"{attempt['review_url']}subjects/")

    lines = {line["name"]: line for line in page["results"]}
    assert (page["per_page"], page["count"]) == (200, 4)
    assert lines["Optics"]["parent"] == lines["Physics"]["id"]
    assert (lines["Physics"]["leaf"], lines["Optics"]["leaf"]) == (False, True)
    assert (lines["Physics"]["total"], lines["Physics"]["score"]) == (2, "-2.00")
    assert lines["Uncategorized"]["parent"] is None


def test_ranks_stay_hidden_until_they_are_published(world, asha):
    world.add_exam("mock", enable_ranks=True, ranks_at=2, cohort=50)
    attempt = asha.begin("mock")
    ended = asha.call("PUT", f"{attempt['url']}end/").json()

    world.advance(3 * 86_400)
    later = asha.get("exams/mock/attempts/")["results"][0]

    assert (ended["rank"], ended["max_rank"]) == ("NA", 0)
    assert later["rank_enabled"] is True
    assert 1 <= later["rank"] <= later["max_rank"] == 51


def test_the_cohort_is_always_the_same(world):
    exam = world.add_exam("mock", cohort=30)

    assert marking.cohort(exam) == marking.cohort(exam)
    assert len(set(marking.cohort(exam))) > 3
