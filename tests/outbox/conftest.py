"""A mail server that records, kinds of letter that only tests know, and a clock to turn."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from outbox import kinds
from tests.outbox.world import KINDS, World
from tests.relay import Relay

SECONDS = {"answer_seconds": 5, "lease_seconds": 30, "grace_seconds": 60, "retry_seconds": 60}


@pytest.fixture
def relay(tmp_path: Path, settings: Settings) -> Iterator[Relay]:
    """The mail server to which letters go, and whose journal is read."""
    started = Relay(tmp_path / "journal")
    settings.MAIL_SERVER = settings.MAIL_SERVER | {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": started.port,
    }
    settings.RELAY_JOURNAL = tmp_path / "journal"
    yield started
    started.stop()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> World:
    """Kinds of letter, persons with addresses, and what is true of what the letters tell."""
    settings.DELIVERY = SECONDS
    made = World()
    known = {kind.name: replace(kind, compose=made.compose) for kind in KINDS}
    written = {kind.name: kind for kind in KINDS if kind.compose is None}
    monkeypatch.setattr(
        kinds,
        "_REGISTRY",
        kinds.Registry(known | written, addresses=made.addresses, hours=made.hours),
    )
    return made
