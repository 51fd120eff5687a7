"""Every page that links lead to: no dead link, no barrier, no breach, no sideways scroll."""

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import OpenWindow, Watched
from tests.journeys.crawl import PEOPLE, pages
from tests.journeys.steps import sign_in_by_code

pytestmark = pytest.mark.journey

WIDTHS = (360, 1280, 768)  # what the last shows is, as a rule, shown by one of the others
NARROWEST = 320  # 400 % zoom of a window 1280 pixels wide


OF_LETTERS = {
    "front:account_letters",
    *(f"front:office_{page}" for page in ("letters", "letter", "due", "jobs", "pause")),
}
TEAM_TOO = {"administrator"}  # most of whose pages are the Programme Team's


@pytest.mark.parametrize("person", [person for person in PEOPLE if person not in TEAM_TOO])
def test_every_page_is_whole_for(person: str, window: OpenWindow, signed_in: OpenWindow) -> None:
    looked_at: set[str] = set()
    if person == "team":
        sign_in_by_code(window(), PEOPLE["lead"])  # so that there is a letter to look at
    kinds = look_at_every_page(person, signed_in(PEOPLE[person]), looked_at)
    if person == "team":
        assert kinds >= OF_LETTERS
        for other in TEAM_TOO:
            look_at_every_page(other, signed_in(PEOPLE[other]), looked_at)


def look_at_every_page(person: str, window: Watched, looked_at: set[str]) -> set[str]:
    """Each page at every width, but for those that hold what was looked at before.

    Returns the kinds of page that were opened.
    """
    troubles: list[str] = []
    kinds: set[str] = set()

    for kind, path, held in pages(window, known=frozenset(looked_at)):
        kinds.add(kind)
        troubles += [f"{path} at {width}: {found}" for width, found in barriers(window)]
        window.page.set_viewport_size({"width": NARROWEST, "height": 780})
        if window.overflow() > 0:
            troubles.append(f"{path} is {window.overflow()} pixels too wide at {NARROWEST}")
        troubles += [f"{path}: {found}" for found in window.breaches()]
        troubles += [f"{path}: {found}" for found in window.troubles]
        window.troubles.clear()
        looked_at.add(held)
        print(f"{person}: {kind} {path}")

    assert troubles == []
    assert len(kinds) >= 3
    return kinds


def barriers(window: Watched) -> Iterator[tuple[int, str]]:
    """What breaks a rule at each width.

    A width that shows just what another did can only break rules that hang on sizes.
    """
    met = set[str]()
    for width in WIDTHS:
        window.page.set_viewport_size({"width": width, "height": 780})
        shown = window.shown()
        yield from ((width, found) for found in window.axe(of_size=shown in met))
        met.add(shown)


def test_pages_before_sign_in_are_whole(window: OpenWindow) -> None:
    opened = window()
    troubles: list[str] = []

    for _, path, _ in pages(opened, "/account/login/"):
        for width in (*WIDTHS, NARROWEST):
            opened.page.set_viewport_size({"width": width, "height": 780})
            troubles += [f"{path} at {width}: {found}" for found in opened.axe()]
            assert opened.overflow() <= 0, f"{path} at {width}"
        troubles += [f"{path}: {found}" for found in opened.breaches()]

    assert troubles == []
