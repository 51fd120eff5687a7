"""Figures for the machines that watch the portal, in the text that Prometheus reads.

A web server runs several processes, and any of them may be asked. Where `PROMETHEUS_MULTIPROC_DIR`
names a folder (`bin/web` makes one for each server), every process keeps its figures there and
answers for all; elsewhere, as in tests, a process answers for itself.
"""

import os
import tomllib
from collections.abc import Iterable

from django.conf import settings
from prometheus_client import CollectorRegistry, Histogram, disable_created_metrics, generate_latest
from prometheus_client.metrics_core import InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

disable_created_metrics()  # type: ignore[no-untyped-call] -- theirs
_own = CollectorRegistry()
_requests = Histogram(
    "portal_request_seconds",
    "Requests by method, route and class of status, and how long each took.",
    ("method", "route", "status"),
    buckets=SECONDS,
    registry=_own,
)


class Build(Collector):
    """Which version of the portal answers."""

    def collect(self) -> Iterable[Metric]:
        """One line, always 1, that carries the version."""
        project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
        told = {"version": project["project"]["version"], "revision": settings.REVISION}
        yield InfoMetricFamily("portal_build", "What is installed.", told)


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """One more request, by names that are few: a route, never an address."""
    _requests.labels(method, route, f"{status // 100}xx").observe(seconds)


def as_text() -> bytes:
    """Every figure, of all processes of this server."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call] -- theirs
    else:
        registry.register(_requests)
    registry.register(Build())
    return generate_latest(registry)
