"""Work on digests goes on in bounded pieces: a run that dies has lost nothing, and told none twice.

Pieces are of two here, so that a small programme takes many of them.
"""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from digests import work
from digests.actions import freezing, gathering, telling
from digests.actions.checking import begin_check
from digests.actions.freezing import begin_freeze, freeze_on
from digests.actions.gathering import gather_on
from digests.actions.publishing import publish, withdraw
from digests.actions.telling import tell_on
from digests.models import Digest, EditionPart, Passage, Section, Telling
from digests.notices import EDITION, WITHDRAWN
from outbox.models import Notice
from reflections.models import ItemEvent
from tests import make
from tests.digests.quarters import AT, LATER, QUARTER, shared, submitted
from tests.make import Holder

pytestmark = pytest.mark.django_db

TOWNS = 9
READERS = 7
FREEZE_ON = date(2026, 10, 21)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the worker takes for now: the morning on which all of it happens."""
    monkeypatch.setattr(work, "timezone", SimpleNamespace(now=lambda: AT))


@pytest.fixture
def team() -> Holder:
    return make.team_member()


@pytest.fixture
def pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of two."""
    for room, name in (
        (gathering, "AT_ONCE"),
        (freezing, "AT_ONCE"),
        (telling, "AUTHORS_AT_ONCE"),
        (telling, "READERS_AT_ONCE"),
    ):
        monkeypatch.setattr(room, name, 2)


def towns(number: int = TOWNS, *, items: int = 1) -> None:
    for _ in range(number):
        report = submitted(make.lead())
        for _ in range(items):
            shared(report)


def readers(number: int = READERS) -> set[int]:
    return {make.steering_member().person.pk for _ in range(number)}


def collecting() -> Digest:
    return Digest.objects.create(quarter=QUARTER, freeze_on=FREEZE_ON)


def begun_freezing(team: Holder) -> Digest:
    """The first two sections are frozen."""
    digest = collecting()
    work.work_on()
    begin_check(digest, by=team.user, at=AT)
    return begin_freeze(digest, by=team.user, at=AT)


def begun_telling(team: Holder) -> Telling:
    digest = begun_freezing(team)
    work.work_on()
    return publish(digest, by=team.user, at=AT).tellings.get()


def told(kind: str = EDITION) -> list[int]:
    """Who was promised a letter, each as often as they were."""
    rows = Notice.objects.filter(kind=kind).order_by("person").values_list("person", flat=True)
    return [one for one in rows if one is not None]


def stands(digest: Digest) -> str:
    digest.refresh_from_db()
    return digest.state


def asked(piece: object) -> int:
    """How many statements a piece takes."""
    assert callable(piece)
    with CaptureQueriesContext(connection) as counted:
        piece()
    return len(counted)


@pytest.mark.usefixtures("pairs")
def test_gathering_that_stopped_on_its_way_goes_on_and_repeats_nothing() -> None:
    towns()
    digest = collecting()

    assert [gather_on(digest, at=AT), gather_on(digest, at=AT)] == [2, 2]
    assert (stands(digest), digest.sections.count()) == (Digest.State.COLLECTING, 4)
    work.work_on()

    assert stands(digest) == Digest.State.DRAFTING
    assert digest.sections.count() == TOWNS + 1
    items = Passage.objects.filter(item__isnull=False).values_list("item", flat=True)
    assert (len(items), len(set(items))) == (TOWNS, TOWNS)


@pytest.mark.usefixtures("pairs")
def test_freezing_that_stopped_on_its_way_goes_on_and_repeats_nothing(team: Holder) -> None:
    towns()
    digest = begun_freezing(team)

    assert freeze_on(digest, at=AT) == 2
    assert (stands(digest), EditionPart.objects.count()) == (Digest.State.FREEZING, 4)
    work.work_on()

    assert stands(digest) == Digest.State.FROZEN
    assert Section.objects.count() == EditionPart.objects.count() == TOWNS + 1
    (edition,) = digest.editions.all()
    assert edition.checksum


@pytest.mark.usefixtures("pairs")
def test_telling_that_stopped_on_its_way_goes_on_and_tells_nobody_twice(team: Holder) -> None:
    towns(3)
    expected = readers()
    found = begun_telling(team)

    assert tell_on(found, at=AT)
    assert len(told()) == 2
    work.work_on()
    work.work_on()

    assert told() == sorted(expected)
    assert ItemEvent.objects.filter(kind=ItemEvent.Kind.ECHOED).count() == 3
    found.refresh_from_db()
    assert (found.phase, found.told, found.done_at) == (Telling.Phase.DONE, READERS, AT)


@pytest.mark.usefixtures("pairs")
def test_a_telling_that_died_after_its_letters_were_promised_promises_none_again(
    team: Holder,
) -> None:
    towns(1)
    expected = readers()
    found = begun_telling(team)
    work.work_on()

    Telling.objects.update(phase=Telling.Phase.READERS, reached=0, told=0, done_at=None)
    work.work_on()

    assert told() == sorted(expected)
    found.refresh_from_db()
    assert found.told == 0


@pytest.mark.usefixtures("pairs")
def test_a_run_without_time_does_one_piece(team: Holder) -> None:
    towns(5)
    readers(5)
    digest = collecting()

    for sections in (2, 4):
        assert work.work_on(seconds=0) == 1
        assert digest.sections.count() == sections
    work.work_on()
    begin_check(digest, by=team.user, at=AT)
    begin_freeze(digest, by=team.user, at=AT)
    assert work.work_on(seconds=0) == 1
    assert EditionPart.objects.count() == 4
    work.work_on()
    found = publish(digest, by=team.user, at=AT).tellings.get()
    assert work.work_on(seconds=0) == 1
    assert len(told()) == 2
    Telling.objects.filter(pk=found.pk).update(phase=Telling.Phase.AUTHORS, reached=0)
    assert work.work_on(seconds=0) == 1
    assert ItemEvent.objects.filter(kind=ItemEvent.Kind.ECHOED).count() == 2


def test_a_run_with_nothing_to_do_does_nothing() -> None:
    assert work.work_on() == 0


def test_beginning_is_safe_to_repeat() -> None:
    towns(1)

    assert [work.begin(), work.begin(), work.begin()] == [1, 0, 0]
    assert [one.quarter for one in Digest.objects.all()] == [QUARTER]


def test_a_telling_ends_when_its_edition_is_withdrawn(
    team: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    towns(1)
    expected = sorted(readers())
    found = begun_telling(team)
    monkeypatch.setattr(telling, "READERS_AT_ONCE", 2)
    tell_on(found, at=AT)
    for notice in Notice.objects.filter(kind=EDITION):
        notice.state, notice.letter = Notice.State.BUNDLED, make.letter(at=AT)
        notice.save()

    withdraw(found.edition.digest, "Sent too early.", by=team.user, at=LATER)
    work.work_on()

    assert told() == expected[:2]
    assert told(WITHDRAWN) == expected[:2]
    found.refresh_from_db()
    assert (found.phase, found.done_at) == (Telling.Phase.DONE, LATER)


def test_a_piece_of_gathering_asks_as_often_for_few_items_and_many() -> None:
    counts = []
    for items in (1, 12):
        Digest.objects.all().update(quarter=date(2020, 1, 1))
        towns(1, items=items)
        digest = collecting()
        counts.append(asked(lambda one=digest: gather_on(one, at=AT)))

    assert counts[0] == counts[1]


def test_a_piece_of_gathering_or_freezing_asks_as_often_for_few_towns_and_many(
    team: Holder,
) -> None:
    gathered, frozen = [], []
    for number in (2, 15):
        Digest.objects.all().update(quarter=date(2020, 1, 1))
        towns(number)
        digest = collecting()
        gathered.append(asked(lambda one=digest: gather_on(one, at=AT)))
        begin_check(digest, by=team.user, at=AT)
        frozen.append(asked(lambda one=digest: begin_freeze(one, by=team.user, at=AT)))

    assert len(set(gathered)) == len(set(frozen)) == 1


def test_a_piece_of_telling_asks_as_often_for_few_readers_and_many(team: Holder) -> None:
    towns(1)
    found = begun_telling(team)
    counts = []
    for number in (1, 40):
        Telling.objects.update(phase=Telling.Phase.READERS, reached=0, done_at=None)
        readers(number)
        counts.append(asked(lambda: tell_on(found, at=AT + timedelta(minutes=1))))

    assert counts[0] == counts[1]
    assert len(told()) == 41


@pytest.mark.usefixtures("pairs")
def test_a_digest_that_fails_keeps_no_other_waiting(
    team: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    towns(1)
    expected = readers()
    begun_telling(team)
    Digest.objects.create(quarter=date(2020, 1, 1), freeze_on=FREEZE_ON)

    def fails(_digest: Digest, **_named: object) -> int:
        raise RuntimeError("It cannot be gathered.")

    monkeypatch.setattr(work, "gather_on", fails)
    with pytest.raises(RuntimeError, match="cannot be gathered"):
        work.work_on()

    assert told() == sorted(expected)
