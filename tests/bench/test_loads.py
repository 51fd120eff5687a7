"""Bytes are counted as a browser loads them."""

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.loads import load
from bench.visitor import Visitor

FILES = {
    "/": b'<link rel="stylesheet" href="/a.css"><script type="module" src="/a.js"></script>'
    b'<a href="/elsewhere">Elsewhere</a><link rel="canonical" href="/c">',
    "/other": b'<link rel="stylesheet" href="/a.css"><img src="/b.png">',
    "/a.css": b"@font-face { src: url('fonts/f.woff2') } a { color: red }",
    "/fonts/f.woff2": b"f" * 100,
    "/a.js": b'import { b } from "./b.js";',
    "/b.js": b"export const b = 1;",
    "/b.png": b"p" * 50,
}


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = FILES[self.path]
        if "gzip" in self.headers["Accept-Encoding"]:
            body = gzip.compress(body, mtime=0)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None: ...


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with Visitor(server.server_address[1], {}) as found:
            yield found
        server.shutdown()


def compressed(*paths: str) -> int:
    return sum(len(gzip.compress(FILES[path], mtime=0)) for path in paths)


def test_a_first_visit_takes_the_page_and_all_that_it_needs(visitor: Visitor) -> None:
    found = load(visitor, "/")

    assert found.page == compressed("/")
    assert set(found.others) == {"/a.css", "/fonts/f.woff2", "/a.js", "/b.js"}
    assert found.first == compressed("/", "/a.css", "/fonts/f.woff2", "/a.js", "/b.js")


def test_a_later_page_takes_only_what_is_new(visitor: Visitor) -> None:
    assert load(visitor, "/other").after(load(visitor, "/")) == compressed("/other", "/b.png")
