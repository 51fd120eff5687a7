"""A topic as long as may be and without a space breaks no page, and turns no word beside it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import OpenWindow

pytestmark = pytest.mark.journey

ITS_PAGES = ("move", "change", "partners", "cancel")
TURNED = "\u202eStigen " + "W" * 190


def test_a_long_unbroken_topic_fits_a_small_phone(signed_in: OpenWindow) -> None:
    team = signed_in("team@example.org", width=320)
    team.go("/sessions/")
    team.page.locator("main .cp-rows__title a").last.click()
    address = team.page.url.removeprefix(team.portal.url)
    team.tap("Change", role="link")
    team.page.get_by_label("Topic").fill(TURNED)
    team.tap("Save")

    heading = team.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Stigen " + "W" * 190)
    wide = {"its page": team.overflow()}
    for part in ITS_PAGES:
        team.go(f"{address}{part}/")
        expect(team.page.locator(".cp-back")).to_contain_text("WWW")
        wide[part] = team.overflow()
    assert wide == dict.fromkeys(wide, 0)
