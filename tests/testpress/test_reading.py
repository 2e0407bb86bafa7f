"""Each form that a field has been seen in has one meaning; anything else is unknown."""

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import testpress
from portal.testpress import reading
from portal.testpress.institute import InstituteSettings
from portal.testpress.pages import Page
from portal.testpress.posts import Category
from portal.testpress.questions import question_type

INDIA = timezone(timedelta(hours=5, minutes=30))
JAKARTA = timezone(timedelta(hours=7))


def hms(hours: int, minutes: int, seconds: float) -> timedelta:
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("2015-11-07T07:12:49.873Z", datetime(2015, 11, 7, 7, 12, 49, 873000, UTC)),
        ("2015-10-20T12:42:44Z", datetime(2015, 10, 20, 12, 42, 44, tzinfo=UTC)),
        ("2015-11-07T12:37:11+05:30", datetime(2015, 11, 7, 12, 37, 11, tzinfo=INDIA)),
        (
            "2017-03-30T18:58:53+07:00",
            datetime(2017, 3, 30, 18, 58, 53, tzinfo=JAKARTA),
        ),
        (
            "2023-08-02T17:25:22.123456+05:30",
            datetime(2023, 8, 2, 17, 25, 22, 123456, INDIA),
        ),
        ("2.25-11-07T12:37:11+05:30", None),
        ("2.23-08-02.27:25:22+05:30", None),
        ("2015-11-07T12:37:11", None),
        ("2015-02-30T12:00:00Z", None),
        ("0001-01-01T00:00:00+05:30", None),
        ("", None),
        (None, None),
        (1447833229, None),
    ],
)
def test_a_moment_is_known_with_its_offset_or_unknown(sent, meant):
    assert reading.moment(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("3:00:00", hms(3, 0, 0)),
        ("0:00:43", hms(0, 0, 43)),
        ("02:00:00", hms(2, 0, 0)),
        ("2:47:53.076906", hms(2, 47, 53.076906)),
        ("00:00:01.5", hms(0, 0, 1.5)),
        ("26:00:00", hms(26, 0, 0)),
        ("1 02:00:00", hms(26, 0, 0)),
        ("20 days, 3:58:48.044696", timedelta(days=20) + hms(3, 58, 48.044696)),
        ("1 day, 0:00:00", timedelta(days=1)),
        ("1171.627827", timedelta(seconds=1171.627827)),
        ("0.00", timedelta(0)),
        ("0:00:00", timedelta(0)),
        (1, timedelta(seconds=1)),
        (0.67, timedelta(seconds=0.67)),
        ("2.20:03", None),
        ("2:60:03", None),
        ("20:03", None),
        ("-1:00:00", None),
        ("NA", None),
        ("", None),
        (None, None),
        (True, None),
        (-3, None),
        (float("inf"), None),
    ],
)
def test_a_length_of_time_is_known_or_unknown_and_unknown_is_not_zero(sent, meant):
    assert reading.span(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("3.00", Decimal(3)),
        (0, Decimal(0)),
        ("-2.00", Decimal(-2)),
        (83.64, Decimal("83.64")),
        ("100.0", Decimal(100)),
        ("0", Decimal(0)),
        ("NA", None),
        ("NaN", None),
        ("Infinity", None),
        ("1_000", None),
        ("1e999999", None),
        (1e300, None),
        ("", None),
        (None, None),
        (True, None),
        ([], None),
    ],
)
def test_a_number_is_exact_or_unknown(sent, meant):
    assert reading.number(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("3.00", (Decimal(3), None)),
        (0, (Decimal(0), None)),
        ("6.00/6.00", (Decimal(6), Decimal(6))),
        ("NA", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_score_may_say_out_of_how_many(sent, meant):
    assert reading.score(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [(4, 4), ("4", 4), (4.0, 4), (-1, -1), ("NA", None), (None, None), (83.64, None)],
)
def test_a_rank_is_a_whole_number_or_unknown(sent, meant):
    assert reading.whole(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [(0.67, 0.67), (1, 1.0), ("11.3", 11.3), ("NA", None), (None, None)],
)
def test_seconds_on_a_question_are_a_number_or_unknown(sent, meant):
    assert reading.measure(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [("1994-08-27", date(1994, 8, 27)), ("", None), (None, None), ("2.94-08-27", None)],
)
def test_a_birthday_is_a_date_or_unknown(sent, meant):
    assert reading.day(sent) == meant


@pytest.mark.parametrize("sent", [None, "yes", 1, 0, "true"])
def test_a_claim_has_three_values(sent):
    assert reading.claim(True) is True
    assert reading.claim(False) is False
    assert reading.claim(sent) is None
    assert reading.flag(sent, default=True) is True


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ([129, 130], (129, 130)),
        (["129", "130"], (129, 130)),
        ([130, 129, 130], (130, 129)),
        ([], ()),
        (None, ()),
    ],
)
def test_chosen_options_are_ids_each_once(sent, meant):
    assert reading.ids(sent) == meant


@pytest.mark.parametrize("sent", [["x"], [None], [True], [1.5], [{}], "129", 129, {}])
def test_a_chosen_option_that_cannot_be_read_is_not_left_out(sent):
    with pytest.raises(testpress.Unexpected):
        reading.read(reading.ids, sent)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("testpress", "testpress"),
        (13956, "13956"),
        ({"display_name": "Vinoth Kumar", "username": "v"}, "Vinoth Kumar"),
        ({"display_name": "", "first_name": "Vinoth", "last_name": ""}, "Vinoth"),
        ({"first_name": None, "username": 18}, "18"),
        ({}, ""),
        (None, ""),
    ],
)
def test_a_user_is_a_name_or_an_object_with_names(sent, meant):
    assert reading.person(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [("khecha subject", "khecha subject"), ("Uncategorized", ""), ("", ""), (None, "")],
)
def test_a_subject_that_is_none_is_not_shown(sent, meant):
    assert reading.subject(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("33CC33", "#33cc33"),
        ("#33CC33", "#33cc33"),
        ("abc", "#abc"),
        ("red;background:url(x)", ""),
        ("red", ""),
        ("33CC33\n", ""),
        (None, ""),
    ],
)
def test_a_colour_is_hexadecimal_or_none(sent, meant):
    assert reading.colour(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("https://media.testpress.in/i/1.png", "https://media.testpress.in/i/1.png"),
        ("http://demo.testpress.in/1.png", "http://demo.testpress.in/1.png"),
        ("", ""),
        (None, ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("//evil.example/1.png", ""),
        ("https://user:pass@evil.example/", ""),
        ("https://[bad/", ""),
        ("data:image/svg+xml,<svg>", ""),
    ],
)
def test_a_picture_is_an_address_of_the_web_or_none(sent, meant):
    assert reading.link(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (
            "http://demo.testpress.in/api/v2.2/attempts/4/start/",
            "/api/v2.2/attempts/4/start/",
        ),
        ("http://evil.example/api/v2.2/attempts/4/", "/api/v2.2/attempts/4/"),
        ("/api/v2.2/attempts/4/", "/api/v2.2/attempts/4/"),
        ("http://evil.example/x", ""),
        ("http://demo.testpress.in/api/../admin/", ""),
        ("http://demo.testpress.in/api/%2e%2e/admin/", ""),
        ("http://demo.testpress.in/api/a b/", ""),
        ("http://[bad/api/", ""),
        (None, ""),
    ],
)
def test_of_an_address_of_the_apis_only_a_path_below_api_is_taken(sent, meant):
    assert reading.api_path(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("http://demo.testpress.in/api/v2.2/exams/dummy-test-7-8/", "dummy-test-7-8"),
        ("http://demo.testpress.in/api/v2.2/exams/", None),
        ("http://demo.testpress.in/api/v2.2/exams", None),
        ("http://demo.testpress.in/api/v2.2/posts/x/", None),
        (None, None),
    ],
)
def test_an_exams_slug_is_found_in_its_address(sent, meant):
    assert reading.slug_in(sent, "exams") == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (["TNPSC", "IBPS"], ("TNPSC", "IBPS")),
        ([{"name": "TNPSC"}, {"title": "IBPS"}, {}, None], ("TNPSC", "IBPS")),
        ([], ()),
        (None, ()),
        ("TNPSC", ()),
    ],
)
def test_names_come_as_strings_or_objects(sent, meant):
    assert reading.words(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("R", "R"),
        ("c", "C"),
        ("MCQ, Single Correct", "R"),
        ("MCQ, Multiple Correct", "C"),
        ("MSQ, Multiple Select Type", "C"),
        ("NAT, Numerical Answer Type", "N"),
        ("M", "M"),
        ("Combination", "Combination"),
        (None, ""),
    ],
)
def test_a_question_type_is_a_code_or_spelt_out(sent, meant):
    assert question_type(sent) == meant


def test_a_missing_field_is_named():
    with pytest.raises(testpress.Unexpected, match="'state'"):
        reading.read(testpress.Attempt.parse, {"id": 1})


def test_an_error_of_reading_quotes_nothing_of_the_answer():
    with pytest.raises(testpress.Unexpected) as raised:
        reading.read(testpress.Attempt.parse, {"id": "my secret", "state": "Running"})

    assert "secret" not in str(raised.value)


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["NA", "2.20:03", "9" * 40, "1:00:00", "http://[x/api/", "6/6"])
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
    ),
    max_leaves=8,
)
FIELDS = [
    "url",
    "id",
    "exam",
    "exam_url",
    "user",
    "date",
    "total_questions",
    "score",
    "percentile",
    "remaining_time",
    "time_taken",
    "state",
    "rank",
    "max_rank",
    "rank_enabled",
    "sections",
    "slug",
    "title",
    "duration",
    "start_date",
    "end_date",
    "number_of_questions",
    "mark_per_question",
    "attempts",
    "question",
    "question_html",
    "answers",
    "text_html",
    "is_correct",
    "selected_answers",
    "files",
    "review",
    "type",
    "gap_fill_responses",
    "attempt_section",
    "order",
    "name",
    "parent",
    "leaf",
    "images",
    "price",
    "exams",
    "notes",
    "categories",
    "category",
    "created_by",
    "color",
    "results",
    "count",
    "next",
    "per_page",
    "token",
    "birth_date",
    "gender",
    "batches",
    "photo",
    "cooloff_time",
    "result",
    "marks",
    "correct_percentage",
]
SHAPED = st.recursive(
    ANYTHING,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=14)
    ),
    max_leaves=25,
)
WHOLE = {
    testpress.Attempt: {"id": 1, "state": "Running"},
    testpress.Exam: {"slug": "x"},
    testpress.Question: {"id": 1, "question": {"question_html": "", "answers": []}},
    testpress.ReviewItem: {"id": 1, "question": {"question_html": "", "answers": []}},
    testpress.SubjectResult: {"id": 1},
    testpress.Product: {"slug": "x"},
    testpress.Post: {"slug": "x"},
    testpress.Profile: {"id": 1},
    testpress.PublicProfile: {"id": 1},
    InstituteSettings: {},
}


@given(data=ANYTHING)
@settings(max_examples=50, deadline=None)
def test_no_json_at_all_crashes_a_reader(data):
    for parse in (
        *(value.parse for value in WHOLE),
        lambda data: Page.parse(data, testpress.Exam.parse, 1),
    ):
        with contextlib.suppress(testpress.Unexpected):
            reading.read(parse, data)
    Category.parse(data)


@pytest.mark.parametrize("value", WHOLE, ids=lambda value: value.__name__)
@given(more=st.dictionaries(st.sampled_from(FIELDS), SHAPED, max_size=12))
@settings(max_examples=15, deadline=None)
def test_strange_fields_make_a_value_or_unexpected_and_facts_never_crash(value, more):
    try:
        read = reading.read(value.parse, WHOLE[value] | more)
    except testpress.Unexpected:
        return

    facts = [name for name in dir(value) if isinstance(getattr(value, name), property)]
    for name in facts:
        getattr(read, name)
    if isinstance(read, testpress.Attempt):
        assert read.clock() != testpress.Known(-1)


@pytest.mark.parametrize("value", WHOLE, ids=lambda value: value.__name__)
def test_what_only_decorates_may_be_missing(value):
    assert reading.read(value.parse, WHOLE[value])
