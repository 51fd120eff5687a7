"""A promise stands once, with the deed or not at all."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from outbox import nudging
from outbox.actions.promising import promise, promise_all, write
from outbox.kinds import Lane
from outbox.models import Letter, Notice
from outbox.promises import Promise
from tests.outbox.world import ASKED, AT, CODE, DUE, PLAIN, World

pytestmark = pytest.mark.django_db


def promised(occasion: str, *, person: int = 1) -> Promise:
    return Promise(DUE.name, person, "test.thing:1", occasion)


def test_promising_twice_changes_nothing(world: World) -> None:
    news = [world.promise(), world.promise()]

    [notice] = Notice.objects.all()
    assert news == [True, False]
    assert (notice.state, notice.person, notice.promised_at) == (Notice.State.WAITING, 1, AT)


@pytest.mark.parametrize(
    "other", [{"kind": ASKED}, {"to": 2}, {"thing": 2}, {"occasion": "2026-11"}]
)
def test_another_kind_reader_thing_or_occasion_is_another_promise(
    world: World, other: dict[str, Any]
) -> None:
    world.promise()

    assert world.promise(**other)
    assert Notice.objects.count() == 2


def test_of_many_only_those_are_new_that_were_not_promised_before(world: World) -> None:
    world.promise(occasion="2")

    new = promise_all([promised("1"), promised("2"), promised("3"), promised("3")], at=AT)

    assert new == 2
    assert sorted(Notice.objects.values_list("occasion", flat=True)) == ["1", "2", "3"]


def test_a_deed_that_fails_promises_nothing(world: World) -> None:
    def deed() -> None:
        with transaction.atomic():
            world.promise()
            raise LookupError

    with pytest.raises(LookupError):
        deed()

    assert not Notice.objects.exists()


@pytest.mark.usefixtures("world")
def test_no_letter_of_an_unknown_kind_can_be_promised() -> None:
    with pytest.raises(ValueError, match="No kind of letter is called test/none"):
        promise("test/none", to=1, about="test.thing:1", occasion="1", at=AT)


def test_a_notice_does_not_leave_before_its_time(world: World) -> None:
    world.promise(not_before=AT + timedelta(days=1))
    world.promise(thing=2, not_before=AT - timedelta(days=1))

    assert [notice.not_before for notice in Notice.objects.order_by("pk")] == [
        AT + timedelta(days=1),
        AT,
    ]


def write_code(occasion: str = "") -> Letter | None:
    return write(
        CODE.name,
        to="reader@example.org",
        subject="Your code",
        text="    ABCD-EFGH",
        about="test.account:1",
        occasion=occasion,
        at=AT,
    )


@pytest.mark.usefixtures("world")
def test_what_is_written_at_once_is_a_letter_at_once() -> None:
    letter = write_code()

    assert letter is not None
    assert (letter.lane, letter.to, letter.is_composed) == (
        Lane.URGENT,
        "reader@example.org",
        False,
    )
    assert [notice.letter for notice in Notice.objects.all()] == [letter]


@pytest.mark.usefixtures("world")
def test_the_same_is_written_once_for_an_occasion_and_anew_without_one() -> None:
    first, again = write_code("first"), write_code("first")
    write_code()
    write_code()

    assert first is not None
    assert again is None
    assert Letter.objects.count() == Notice.objects.count() == 3


@pytest.mark.usefixtures("world")
def test_an_urgent_letter_hurries_whoever_delivers_once_the_deed_is_stored(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    nudges: list[int] = []
    monkeypatch.setattr(nudging.nudge, "_nudgers", [lambda: nudges.append(1)])

    with django_capture_on_commit_callbacks(execute=True):
        write_code()
        assert nudges == []
        write(PLAIN.name, to="a@example.org", subject="A", text="B", about="test.thing:1", at=AT)

    assert nudges == [1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("world")
def test_two_that_promise_the_same_at_once_promise_it_once() -> None:
    start = Barrier(2)
    faults: list[Exception] = []
    many = [promised(str(number)) for number in range(300)]

    def promise_them(ones: list[Promise]) -> None:
        try:
            start.wait(10)
            promise_all(ones, at=AT)
            write_code("same")
        except Exception as fault:  # noqa: BLE001 -- shown by the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=promise_them, args=(ones,)) for ones in (many, many[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert faults == []
    assert Notice.objects.filter(kind=DUE.name).count() == 300
    assert Letter.objects.count() == 1
