"""`make pictures`: each letter as a page at two widths and as text, one of them by night."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import HOUSE
from tests.letters.post import posted
from tests.letters.scenes import FURTHER, SCENES
from tests.letters.scenes.reports import MORNING_LETTER
from tests.wire import page_of, text_of

pytestmark = pytest.mark.django_db

LETTERS = HOUSE / "pictures" / "letters"
WIDTHS = (360, 600)
MORNING = "morning"


@pytest.mark.usefixtures("programme")
def test_pictures_of_every_letter(browser: Browser) -> None:
    came = posted({**SCENES, **FURTHER, MORNING: MORNING_LETTER})

    LETTERS.mkdir(parents=True, exist_ok=True)
    too_wide: list[str] = []
    for name, one in came.items():
        page = page_of(one.message)
        text = f"Subject: {one.message['Subject']}\n\n{text_of(one.message)}"
        (LETTERS / f"{name}.html").write_text(page, encoding="utf-8")
        (LETTERS / f"{name}.txt").write_text(text, encoding="utf-8")
        too_wide += [
            f"{name} at {width}"
            for width in WIDTHS
            if take(browser, page, name=f"{name}-{width}", width=width) > width
        ]
    take(browser, page_of(came[MORNING].message), name=f"{MORNING}-dark", width=600, by_night=True)

    assert too_wide == []


def take(browser: Browser, page: str, *, name: str, width: int, by_night: bool = False) -> int:
    """One picture; returns how wide the letter came out."""
    window = browser.new_page(
        viewport={"width": width, "height": 780}, color_scheme="dark" if by_night else "light"
    )
    window.set_content(page)
    window.screenshot(path=LETTERS / f"{name}.png", full_page=True)
    found = int(window.evaluate("document.documentElement.scrollWidth"))
    window.close()
    return found
