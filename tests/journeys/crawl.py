"""Walks the portal as one person would: from home, along every link, one page of each kind."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from tests.journeys.conftest import Watched

PEOPLE = {
    "lead": "lead.ayr@example.org",
    "link": "link.alloa@example.org",
    "team": "team@example.org",
    "steering": "steering.ayr@example.org",
    "administrator": "admin@example.org",
}
NOT_PAGES = {"front:office_holidays_sample"}  # a file to keep


def kind_of(path: str) -> str:
    """The name of the address: all towns' pages are one kind."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def links_of(window: Watched) -> list[str]:
    """Where the open page leads, within the portal."""
    found = window.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    inside = [
        link.removeprefix(window.portal.url) for link in found if link.startswith(window.portal.url)
    ]
    return [link.split("#")[0] for link in inside]


def pages(window: Watched, start: str = "/") -> Iterator[tuple[str, str]]:
    """Opens one page of each kind that links lead to; yields its kind and path while it is open."""
    waiting, met = [start], set[str]()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if not kind or kind in met or kind in NOT_PAGES or path.startswith("/support/"):
            continue
        met.add(kind)
        if window.page.evaluate("location.pathname") != path or path == start:
            answer = window.page.goto(window.portal.url + path)
            assert answer is not None, path
            if "attachment" in answer.headers.get("content-disposition", ""):
                continue
            assert answer.status < 400, f"{path} answered {answer.status}"
        waiting += links_of(window)
        yield kind, path
