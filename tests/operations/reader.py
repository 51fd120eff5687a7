"""A reader behind the proxy: what it sends is what the proxy would pass on."""

import http.client
import random
import re
import threading
from collections import Counter
from http.cookies import SimpleCookie
from typing import Self
from urllib.parse import urlencode

HOST = "portal.example.org"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Answer:
    """One answer, read to its end."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.text = response.read().decode()
        self.headers = response.headers


class Reader:
    """Speaks to any of some web servers, as the proxy does: one that refuses is passed over."""

    def __init__(self, ports: list[int]) -> None:
        self.ports = ports
        self.cookies: SimpleCookie = SimpleCookie()
        self.token = ""

    def ask(self, path: str, fields: dict[str, str] | None = None, *, number: str = "") -> Answer:
        """A page, or what a form is answered; on a connection of its own."""
        line = self._line()
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        headers |= {"Origin": f"https://{HOST}", "X-Request-ID": number, "Connection": "close"}
        headers["Cookie"] = self.cookies.output([], header="", sep=";")
        body = None
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(fields | {"csrfmiddlewaretoken": self.token})
        try:
            line.request("GET" if fields is None else "POST", path, body, headers)
            answer = Answer(line.getresponse())
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        if found := TOKEN.search(answer.text):
            self.token = found.group(1)
        return answer

    def _line(self) -> http.client.HTTPConnection:
        ports = random.sample(self.ports, len(self.ports))
        for port in ports:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            try:
                line.connect()
            except ConnectionRefusedError:
                continue
            return line
        raise ConnectionRefusedError(f"None of {ports} answers.")


class Visitors:
    """Two who ask for pages and send forms without a pause, and count how they are answered."""

    def __init__(self, ports: list[int]) -> None:
        self.answered: Counter[str] = Counter()
        self._ports = ports
        self._stop = threading.Event()
        self._turn = threading.Event()
        self._round = threading.Barrier(3)
        self._threads = [threading.Thread(target=self._visit) for _ in range(2)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def go_to(self, ports: list[int]) -> None:
        """The proxy passes on to these alone; returns when no request is under way elsewhere."""
        self._ports[:] = ports
        self._turn.set()
        self._round.wait(30)

    def _visit(self) -> None:
        reader = Reader(self._ports)
        reader.ask("/account/login/")
        has_turned = False
        while not self._stop.is_set():
            if self._turn.is_set() and not has_turned:
                has_turned = True
                self._round.wait(30)
            for path, fields in (("/privacy/", None), ("/account/login/", {"email": "nobody"})):
                try:
                    self.answered[str(reader.ask(path, fields).status)] += 1
                except OSError as fault:
                    self.answered[type(fault).__name__] += 1
