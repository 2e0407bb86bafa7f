"""English, Hindi and Tamil: nothing is missing, and everything follows the language."""

import gettext
import re
import time
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from portal.web import errors, tags
from tests import payloads
from tests.web import catalogues

LANGUAGES = ["hi", "ta"]
INDIA = ZoneInfo("Asia/Kolkata")
NOON = datetime(2026, 11, 23, 12, tzinfo=INDIA)


@pytest.fixture(scope="module")
def said():
    return catalogues.said()


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request):
    entries = catalogues.catalogue(request.param)
    entries.pop(catalogues.Message(""))
    return entries


def test_what_is_said_is_found(said):
    assert len(said) > 600
    for message in (
        catalogues.Message("Resume exam"),
        catalogues.Message("Dark", context="theme"),
        catalogues.Message("%(n)s question", "%(n)s questions"),
        catalogues.Message("Page %(number)s of %(pages)s"),
        catalogues.Message("Save & next"),
    ):
        assert message in said


def test_everything_said_is_translated(said, catalogue):
    missing = {
        message.text: place
        for message, place in said.items()
        if message not in catalogue or not all(catalogue[message].translations)
    }

    assert not missing, f"`make messages` and translate: {missing}"


def test_nothing_is_guessed(catalogue):
    assert not [message.text for message in catalogue if catalogue[message].is_fuzzy]


def test_nothing_is_kept_that_nobody_says(said, catalogue):
    assert not [message.text for message in catalogue if message not in said]


def test_translations_carry_the_same_figures_and_names(catalogue):
    for message, entry in catalogue.items():
        expected = catalogues.placeholders(message.plural or message.text)
        for text in entry.translations:
            assert catalogues.placeholders(text) == expected, message.text


def test_a_plural_has_each_of_its_forms(catalogue):
    for message, entry in catalogue.items():
        assert len(entry.translations) == (2 if message.plural else 1), message.text


def test_translations_are_in_their_own_script(catalogue):
    own = re.compile("[\u0900-\u097f\u0b80-\u0bff]")
    for message, entry in catalogue.items():
        words = re.sub(r"%%?\(\w+\)[sd]|[^a-z]", "", strip_tags(message.text).lower())
        for text in entry.translations:
            if len(words) > 3 and not message.context.startswith("a day"):
                assert own.search(text) or text.startswith("/ %("), message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    with catalogues.compiled(language).open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for message, entry in catalogues.catalogue(language).items():
        context = message.context and f"{message.context}\4"
        for number, text in zip((1, 2), entry.translations, strict=False):
            if message.plural:
                key = f"{context}{message.text}"
                assert compiled.ngettext(key, message.plural, number) == text
            elif message.text:
                assert compiled.gettext(f"{context}{message.text}") == text


def test_templates_have_no_words_of_their_own():
    loose = {
        path.name: words
        for path in catalogues.TEMPLATES
        if (words := _untranslated(path.read_text()))
    }

    assert not loose


def _untranslated(source):
    """Words that stand in the HTML itself; names of keys and classes aside."""
    for aside in (
        r"\{#.*?#\}",
        r"\{% blocktranslate.*?endblocktranslate %\}",
        r"\{% block \w+_class %\}[\w -]*",
        r"\{%.*?%\}|\{\{.*?\}\}",
        r"<(kbd|code)>.*?</\1>",
    ):
        source = re.sub(aside, "", source, flags=re.DOTALL)
    named = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]+)"', source)
    text = re.sub(r"<[^>]*>", " ", source, flags=re.DOTALL)
    return re.findall("[A-Za-z]{2,}", " ".join([text, *named]))


@pytest.mark.parametrize(
    ("language", "button", "name"),
    [("hi", "साइन इन करें", "उपयोगकर्ता नाम"), ("ta", "உள்நுழைக", "பயனர் பெயர்")],
)
def test_the_login_page_speaks_the_language(stranger, visit, language, button, name):
    stranger.cookies["language"] = language

    page = visit(stranger, "/login/")

    assert page.lang == language
    assert button in page.text
    assert name in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_is_answered_in_the_language_it_asks_for(stranger, visit, language):
    page = visit(stranger, "/nowhere/", status=404, HTTP_ACCEPT_LANGUAGE=language)

    assert page.lang == language


@pytest.mark.parametrize(
    ("language", "words"),
    [("hi", "हमारी ओर से कुछ गड़बड़ हुई"), ("ta", "எங்கள் பக்கம் ஏதோ தவறு")],
)
def test_even_the_barest_page_speaks_the_language(rf, language, words):
    with translation.override(language):
        response = errors.server_error(rf.get("/"))

    assert f'<html lang="{language}">' in response.content.decode()
    assert words in response.content.decode()


def test_a_language_that_we_do_not_speak_is_answered_in_english(stranger, visit):
    assert visit(stranger, "/login/", HTTP_ACCEPT_LANGUAGE="fr").lang == "en"


def test_languages_are_offered_under_their_own_names(stranger, visit):
    stranger.cookies["language"] = "ta"

    page = visit(stranger, "/login/")

    for language, name in [("en", "English"), ("hi", "हिंदी"), ("ta", "தமிழ்")]:
        assert re.search(
            f'<button[^>]* lang="{language}"[^>]*>{name}</button>', page.source
        )


def test_the_api_s_english_is_marked_on_a_hindi_page(student, api, visit):
    student.cookies["language"] = "hi"
    post = payloads.post(title="Results are out")
    api.will_answer("GET", "posts/results/", post)

    page = visit(student, "/posts/results/")

    assert '<h1 lang="en">Results are out</h1>' in page.source


def test_the_api_s_hindi_is_marked_on_an_english_page(student, api, visit):
    post = payloads.post(title="परिणाम घोषित")
    api.will_answer("GET", "posts/results/", post)

    page = visit(student, "/posts/results/")

    assert '<h1 lang="hi">परिणाम घोषित</h1>' in page.source


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("An English sentence", ""),
        ("हिन्दी में एक वाक्य", ' lang="hi"'),
        ("தமிழில் ஒரு வாக்கியம்", ' lang="ta"'),
        ("<p>वेग <b>v</b> का मात्रक m/s है</p>", ' lang="hi"'),
        ("<span class='question-of-many-letters'>गति</span>", ' lang="hi"'),
        ("What does the word धर्म mean in this long passage?", ""),
        ("<math><mi>sin</mi></math>", ""),
        ("12 + 5 = 17", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_the_script_tells_the_language(text, marked):
    with translation.override("en"):
        assert tags.lang_of(text) == marked


@pytest.mark.parametrize("opening", ["<", "<math "])
def test_a_title_of_nothing_but_openings_holds_nobody_up(opening):
    started = time.process_time()

    tags.lang_of(opening * 100_000)

    assert time.process_time() - started < 2


def test_nothing_is_marked_that_is_in_the_page_s_language():
    with translation.override("ta"):
        assert tags.lang_of("தமிழில் ஒரு வாக்கியம்") == ""
        assert tags.lang_of("English") == ' lang="en"'
        assert tags.lang_of("<math><mi>sin</mi></math> 12") == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["today, 4:00 pm", "Friday 27 Nov, 9:05 am", "1 Jan 2027, 12:30 pm"]),
        (
            "hi",
            [
                "आज, अपराह्न 4:00",
                "शुक्रवार, 27 नवंबर, पूर्वाह्न 9:05",
                "1 जनवरी 2027, अपराह्न 12:30",
            ],
        ),
        (
            "ta",
            [
                "இன்று, பிற்பகல் 4:00",
                "வெள்ளி, 27 நவம்பர், முற்பகல் 9:05",
                "1 ஜனவரி 2027, பிற்பகல் 12:30",
            ],
        ),
    ],
)
def test_dates_follow_the_language(language, words):
    moments = [
        datetime(2026, 11, 23, 16, tzinfo=INDIA),
        datetime(2026, 11, 27, 9, 5, tzinfo=INDIA),
        datetime(2027, 1, 1, 12, 30, tzinfo=INDIA),
    ]

    with translation.override(language):
        assert [tags.when(moment, NOON) for moment in moments] == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["1 hour", "2 hours 1 minute", "2 min 10 s", "Free"]),
        ("hi", ["1 घंटा", "2 घंटे 1 मिनट", "2 मि. 10 से.", "निःशुल्क"]),
        ("ta", ["1 மணிநேரம்", "2 மணிநேரம் 1 நிமிடம்", "2 நி. 10 வி.", "இலவசம்"]),
    ],
)
def test_figures_follow_the_language(language, words):
    with translation.override(language):
        assert [
            tags.span(timedelta(hours=1)),
            tags.span(timedelta(hours=2, minutes=1)),
            tags.short_span(130),
            tags.rupees(Decimal(0)),
        ] == words
        assert tags.rupees(Decimal("125000.50")) == "₹1,25,000.50"
        assert tags.figure(Decimal("83.640")) == "83.64"
