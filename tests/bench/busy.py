"""A site that burns a known amount of CPU, to see that it is measured."""

import time
from collections.abc import Callable, Iterable


def application(
    environ: dict[str, str], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    """Fifty milliseconds of CPU at `/busy`, fifty of sleep at `/idle`, else not found."""
    path = environ["PATH_INFO"]
    if path == "/busy":
        until = time.thread_time() + 0.05
        while time.thread_time() < until:
            pass
    elif path == "/idle":
        time.sleep(0.05)
    else:
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
