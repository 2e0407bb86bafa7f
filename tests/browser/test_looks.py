"""The pages around the room: no axe violation, no sideways scroll, light and dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from portal.sandbox.world import World
from tests.browser.conftest import NewDevice
from tests.browser.looking import check
from tests.browser.room import Room, Student


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_around_the_room_can_be_used_by_everyone(
    new_device: NewDevice,
    student: Student,
    world: World,
    new_attempt: Callable[..., int],
    width: int,
    scheme: str,
) -> None:
    device = new_device(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = student.sign_in(device.new_page())
    room = Room(page, world, new_attempt()).open()
    second = device.new_page()

    second.goto(room.path)
    expect(second.get_by_role("button", name="Continue here")).to_be_visible()
    check(second, "open in another window")
    second.close()
    room.choose("A")
    room.expect_saved()
    room.hand_in()
    check(page, "the result")
    page.goto(f"{room.path}review/")
    check(page, "the review")
