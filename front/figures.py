"""Figures for the machines that watch the portal, in the text that Prometheus reads.

A web server runs several processes, and any of them may be asked. Where `PROMETHEUS_MULTIPROC_DIR`
names a folder (`bin/web` makes one for each server), every process keeps its figures there and
answers for all; elsewhere, as in tests, a process answers for itself.
"""

import os
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime

import django.db
from django.conf import settings
from prometheus_client import CollectorRegistry, Histogram, disable_created_metrics, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

import outbox.queries
from sessions.queries.resources import long_unchecked

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

disable_created_metrics()  # type: ignore[no-untyped-call]
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


class Delivery(Collector):
    """How letters and files stand by the database. While it does not answer, that alone is said."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterable[Metric]:
        """The figures of both; `docs/operations.md` says when each is alarming."""
        try:
            found = outbox.queries.figures(at=self.at)
            unchecked = long_unchecked(at=self.at)
        except django.db.Error:
            yield _gauge("portal_database_up", "The database answers.", 0)
            return
        yield _gauge("portal_database_up", "The database answers.", 1)
        yield from _waiting(found)
        yield from _jobs(found)
        yield _gauge("portal_mail_armed", "Letters may leave.", not found.why_disarmed)
        yield _gauge("portal_mail_paused", "Somebody paused letters.", found.is_paused)
        yield _gauge("portal_files_unchecked", "Wait for 30 minutes and more.", unchecked)


def _waiting(found: outbox.queries.Figures) -> Iterable[Metric]:
    oldest = {lane: found.oldest_seconds.get(lane, 0) for lane in found.waiting}
    yield _gauges("portal_letters_waiting", "Letters due now.", "lane", found.waiting)
    yield _gauges("portal_oldest_letter_seconds", "How long one has been due.", "lane", oldest)
    yield _gauges("portal_letters_30_days", "Letters of 30 days.", "state", found.ended)
    yield _gauge("portal_letters_in_doubt", "The relay's answer is not known.", found.in_doubt)
    yield _gauge("portal_notices_waiting", "Not in a letter yet.", found.notices_waiting)
    yield _gauge("portal_notices_held", "Held for a person: unusually many.", found.notices_held)


def _jobs(found: outbox.queries.Figures) -> Iterable[Metric]:
    failing = {job: job in found.failing for job in {*found.seconds_since, *found.failing}}
    yield _gauges("portal_job_age_seconds", "Since it last ended.", "job", found.seconds_since)
    yield _gauges("portal_job_failing", "Its last run failed.", "job", failing)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value)


def _gauges(name: str, meaning: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def count_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """One more request, by names that are few: a route, never an address."""
    _requests.labels(method, route, f"{status // 100}xx").observe(seconds)


def as_text(*, at: datetime) -> bytes:
    """Every figure, of all processes of this server."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_requests)
    registry.register(Build())
    registry.register(Delivery(at=at))
    return generate_latest(registry)
