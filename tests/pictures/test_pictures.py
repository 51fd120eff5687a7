"""`make pictures`: every page as each person sees it, at three widths; the README's too."""

from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize

from tests.journeys.conftest import HOUSE, OpenWindow
from tests.journeys.crawl import PEOPLE, pages

pytestmark = pytest.mark.journey

WIDTHS = (360, 768, 1280)
PAPER: ViewportSize = {"width": 794, "height": 1123}  # A4 at 96 pixels to an inch
PICTURES = HOUSE / "pictures"
OF_README = HOUSE / "docs" / "pictures"


@pytest.mark.parametrize("person", PEOPLE)
def test_pictures_of_every_page(person: str, signed_in: OpenWindow) -> None:
    window = signed_in(PEOPLE[person])

    for kind, *_ in pages(window):
        for width in WIDTHS:
            window.page.set_viewport_size({"width": width, "height": 780})
            name = f"{kind.replace(':', '-')}-{width}.png"
            window.page.screenshot(path=PICTURES / person / name, full_page=True)

    assert list((PICTURES / person).glob("front-home-*.png"))


def test_picture_of_a_digest_as_a_browser_prints_it(signed_in: OpenWindow) -> None:
    window = signed_in(PEOPLE["steering"])
    picture: Path = PICTURES / "steering" / "digest-printed.png"
    window.go("/digests/")
    address = window.page.locator(".cp-rows a[href^='/digests/20']").first.get_attribute("href")

    window.go(f"{address}?depth=full")
    window.page.set_viewport_size(PAPER)
    window.page.emulate_media(media="print")
    window.page.screenshot(path=picture, full_page=True)

    assert picture.stat().st_size > 10_000


@pytest.mark.parametrize("person", PEOPLE)
def test_picture_of_each_home_for_the_readme(person: str, signed_in: OpenWindow) -> None:
    window = signed_in(PEOPLE[person], width=390)
    picture: Path = OF_README / f"home-{person}.png"

    window.page.set_viewport_size({"width": 390, "height": 844})
    window.page.screenshot(path=picture)

    assert picture.stat().st_size > 10_000
