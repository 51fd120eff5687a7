"""How many bytes a browser takes for a page: the page itself, and what it loads with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bench.visitor import Visitor

FROM_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
FROM_SCRIPTS = re.compile(r"""(?:\bfrom|\bimport)\s*\(?["']([./][^"']+)["']""")
RELATIONS = {"stylesheet", "preload", "modulepreload", "icon", "manifest"}


@dataclass(frozen=True)
class Load:
    """Compressed bytes: of the page, and of everything else by its address."""

    page: int
    others: dict[str, int]

    @property
    def first(self) -> int:
        """For somebody who has never been here."""
        return self.page + sum(self.others.values())

    def after(self, earlier: "Load") -> int:
        """For somebody who comes from another page, with all of that one kept."""
        return self.page + sum(
            size for address, size in self.others.items() if address not in earlier.others
        )


class _Links(HTMLParser):
    """What a page tells the browser to fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "link" and RELATIONS & set((named.get("rel") or "").split()):
            self.found.append(named.get("href") or "")
        if tag in {"script", "img", "source"}:
            self.found.append(named.get("src") or "")


def load(visitor: Visitor, path: str) -> Load:
    """Fetch a page as a browser does, everything once; a font counts even if no word needs it."""
    links = _Links()
    links.feed(visitor.get(path, encodings="identity").body.decode())
    others: dict[str, int] = {}
    waiting = [urljoin(path, link) for link in links.found if link]
    while waiting:
        address = urlsplit(waiting.pop())._replace(fragment="").geturl()
        if address.startswith("/") and address not in others:
            others[address] = len(visitor.get(address).body)
            text = visitor.get(address, encodings="identity").body.decode(errors="replace")
            waiting.extend(urljoin(address, link) for link in _linked(address, text))
    return Load(len(visitor.get(path).body), others)


def _linked(address: str, text: str) -> Iterator[str]:
    """What a style sheet or a script loads in its turn."""
    if address.endswith(".css"):
        for match in FROM_STYLES.finditer(text):
            yield match.group(1) or match.group(2)
    if address.endswith(".js"):
        for match in FROM_SCRIPTS.finditer(text):
            yield match.group(1)
