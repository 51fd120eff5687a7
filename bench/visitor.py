"""Somebody who asks for pages over one kept connection, with cookies, as a browser does."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from local.errors import Stopped

IDLE_SECONDS = 1.0  # servers hang up on idle visitors; they call again
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, as it came over the line, and after how long."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class Visitor:
    """One person's browser on one site."""

    def __init__(self, port: int, cookies: Mapping[str, str]) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.cookies = dict(cookies)
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._used_at = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def get(self, path: str, *, encodings: str = "gzip, br") -> Answer:
        """Ask for a page, compressed as browsers ask for it."""
        return self._ask("GET", path, None, {"Accept-Encoding": encodings})

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form."""
        headers = {
            "Accept-Encoding": "gzip, br",
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.origin,
        }
        return self._ask("POST", path, urlencode(fields).encode(), headers)

    def token(self, path: str) -> str:
        """The CSRF token of the form on a page."""
        page = self.get(path, encodings="identity")
        found = TOKEN.search(page.body)
        if found is None:
            raise Stopped(f"{path} answered {page.status} and shows no form.")
        return found.group(1).decode()

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if time.monotonic() - self._used_at > IDLE_SECONDS:
            self._connection.close()
        since = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - since
        self._used_at = time.monotonic()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(response.status, dict(response.headers), content, seconds)
