"""What the sign-in page takes from the institute's own settings."""

import pytest

from portal import testpress
from portal.accounts import views

RESET = "https://institute.example/reset"


@pytest.fixture
def api_says(monkeypatch):
    """The institute's public settings, which are asked for once in ten minutes."""

    def say(**sent):
        known = testpress.InstituteSettings.parse(sent)
        monkeypatch.setattr(views, "settings_of", lambda request: known)

    return say


def test_the_page_works_without_any_settings(stranger, monkeypatch, visit):
    monkeypatch.setattr(views, "settings_of", lambda request: None)

    page = visit(stranger, "/login/")

    assert "Username Password Sign in" in page.text
    assert "Forgot" not in page.text


def test_a_forgotten_password_is_reset_where_the_institute_says(
    stranger, api_says, visit
):
    api_says(custom_forgot_password_url=RESET)

    page = visit(stranger, "/login/")

    assert f'href="{RESET}" rel="noopener noreferrer"' in page.source


@pytest.mark.parametrize(
    "sent",
    [
        {"custom_forgot_password_url": RESET, "disable_forgot_password": True},
        {"custom_forgot_password_url": "javascript:alert(1)"},
        {},
    ],
)
def test_no_way_is_shown_where_there_is_none(sent, stranger, api_says, visit):
    api_says(**sent)

    page = visit(stranger, "/login/")

    assert "Forgot" not in page.text


def test_the_institutes_own_word_for_a_username_is_a_hint(stranger, api_says, visit):
    api_says(login_label="Roll number")

    page = visit(stranger, "/login/")

    assert "Username Your institute calls it “Roll number”. Password" in page.text
    assert page.text.count("Roll number") == 1
