"""`make pictures`: every page as each person sees it, at three widths; the README's too."""

from pathlib import Path

import pytest

from tests.journeys.conftest import HOUSE, OpenWindow
from tests.journeys.crawl import PEOPLE, pages

pytestmark = pytest.mark.journey

WIDTHS = (360, 768, 1280)
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


@pytest.mark.parametrize("person", PEOPLE)
def test_picture_of_each_home_for_the_readme(person: str, signed_in: OpenWindow) -> None:
    window = signed_in(PEOPLE[person], width=390)
    picture: Path = OF_README / f"home-{person}.png"

    window.page.set_viewport_size({"width": 390, "height": 844})
    window.page.screenshot(path=picture)

    assert picture.stat().st_size > 10_000
