"""Every page that links lead to: no dead link, no barrier, no breach, no sideways scroll."""

import pytest

from tests.journeys.conftest import OpenWindow
from tests.journeys.crawl import PEOPLE, pages

pytestmark = pytest.mark.journey

WIDTHS = (360, 768, 1280)
NARROWEST = 320  # 400 % zoom of a window 1280 pixels wide


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_is_whole_for(person: str, signed_in: OpenWindow) -> None:
    window = signed_in(PEOPLE[person])
    troubles: list[str] = []
    opened = 0

    for kind, path in pages(window):
        opened += 1
        for width in WIDTHS:
            window.page.set_viewport_size({"width": width, "height": 780})
            troubles += [f"{path} at {width}: {found}" for found in window.axe()]
        window.page.set_viewport_size({"width": NARROWEST, "height": 780})
        if window.overflow() > 0:
            troubles.append(f"{path} is {window.overflow()} pixels too wide at {NARROWEST}")
        troubles += [f"{path}: {found}" for found in window.breaches()]
        troubles += [f"{path}: {found}" for found in window.troubles]
        window.troubles.clear()
        print(f"{person}: {kind} {path}")

    assert troubles == []
    assert opened >= 3


def test_pages_before_sign_in_are_whole(window: OpenWindow) -> None:
    opened = window()
    troubles: list[str] = []

    for _, path in pages(opened, "/account/login/"):
        for width in (*WIDTHS, NARROWEST):
            opened.page.set_viewport_size({"width": width, "height": 780})
            troubles += [f"{path} at {width}: {found}" for found in opened.axe()]
            assert opened.overflow() <= 0, f"{path} at {width}"
        troubles += [f"{path}: {found}" for found in opened.breaches()]

    assert troubles == []
