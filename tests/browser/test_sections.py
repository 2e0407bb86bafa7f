"""A sectional exam in a browser: in order, confirmed, and by the server's word."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import faults_everywhere


@pytest.fixture
def english(page: Page) -> Page:
    page.goto("/exams/ibps-po-sectional-mock/")
    page.get_by_role("button", name="Start exam").click()
    expect(
        page.get_by_role("heading", name=re.compile("Section 1 of 3"))
    ).to_be_visible()
    assert faults_everywhere(page) == {}
    page.get_by_role("button", name="Start section").click()
    page.wait_for_selector("exam-room[data-ready]")
    return page


def end_section(page: Page, button: str) -> None:
    page.get_by_role("link", name="Review and submit", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def test_three_sections_one_after_the_other(english):
    page = english
    page.get_by_label("Option B").first.check()
    page.get_by_role("link", name="Review and submit", exact=True).click()
    expect(page.get_by_text("You cannot come back to this section")).to_be_visible()
    assert faults_everywhere(page) == {}
    with page.expect_navigation():
        page.get_by_role("button", name="End section").click()

    page.wait_for_selector("exam-room[data-ready]")
    expect(page.locator(".section-steps [aria-current]")).to_contain_text("Quant")
    expect(page.get_by_text("English Language: submitted")).to_be_visible()
    end_section(page, "End section")
    page.wait_for_selector("exam-room[data-ready]")
    end_section(page, "Submit exam")

    expect(page.locator("exam-room")).to_have_count(0)


def test_time_over_ends_the_section_and_opens_the_next(english, world):
    page = english
    page.get_by_label("Option B").first.check()
    expect(page.locator("#save-status")).to_have_attribute("data-state", "saved")

    world.advance(seconds=301)
    try:
        page.evaluate("document.querySelector('exam-room').heartbeat.beat()")

        expect(page.locator(".section-steps [aria-current]")).to_contain_text(
            "Quant", timeout=15_000
        )
    finally:
        world.advance(seconds=-301)


def test_a_section_that_cannot_be_ended_stays_open_and_says_so(english):
    page = english
    page.context.set_offline(True)
    page.get_by_role("link", name="Review and submit", exact=True).click()
    page.get_by_role("button", name="End section").click()

    expect(page.get_by_text("Not submitted yet")).to_be_visible()
    expect(page.locator(".section-steps [aria-current]")).to_contain_text("English")
    page.context.set_offline(False)

    expect(page.locator(".section-steps [aria-current]")).to_contain_text(
        "Quant", timeout=20_000
    )
