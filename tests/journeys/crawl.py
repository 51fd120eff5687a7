"""Walks the portal as one person would: from home, along every link, one page of each kind."""

import re
from collections.abc import Collection, Iterator
from html import unescape
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse

from tests.journeys.conftest import Watched

PEOPLE = {
    "lead": "lead.ayr@example.org",
    "link": "link.alloa@example.org",
    "team": "team@example.org",
    "steering": "steering.ayr@example.org",
    "administrator": "admin@example.org",
}
SECRET = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]*')
# Files to keep.
NOT_PAGES = {"front:office_holidays_sample", "digests:pdf", "digests:text"}


def kind_of(path: str) -> str:
    """The name of the address: all towns' pages are one kind."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def main_of(html: str) -> str:
    """What a page holds between its header and footer, without what every visit makes anew."""
    found = re.search(r"<main.*</main>", html, re.DOTALL)
    return SECRET.sub("", found.group()) if found else ""


def links_of(window: Watched) -> list[str]:
    """Where the open page leads, within the portal."""
    found = window.page.evaluate(
        "Array.from(document.querySelectorAll('a[href]'),"
        " link => new URL(link.getAttribute('href'), document.baseURI).href)"
    )
    inside = [
        link.removeprefix(window.portal.url) for link in found if link.startswith(window.portal.url)
    ]
    return [link.split("#")[0] for link in inside]


def links_in(html: str) -> list[str]:
    """Where a page that is not open leads, by its path."""
    found = re.findall(r'<a [^>]*?href="(/[^"#]*)', html)
    return [unescape(link) for link in found]


def pages(
    window: Watched, start: str = "/", *, known: Collection[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """Opens one page of each kind that links lead to; yields kind, path and what it holds.

    A page that holds what is known is passed by, once its links are taken.
    """
    waiting, met = [start], set[str]()
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if not kind or kind in met or kind in NOT_PAGES or path.startswith("/support/"):
            continue
        met.add(kind)
        if known and path != start:
            html = _text(window.page.request.get(window.portal.url + path))
            if main_of(html) in known:
                waiting += links_in(html)
                continue
        answer = window.page.goto(window.portal.url + path)
        assert answer is not None, path
        if "attachment" in answer.headers.get("content-disposition", ""):
            continue
        assert answer.status < 400, f"{path} answered {answer.status}"
        waiting += links_of(window)
        yield kind, path, main_of(answer.text())


def _text(answer: APIResponse) -> str:
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return answer.text() if is_page else ""
