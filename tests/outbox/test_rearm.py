"""After a restore a person arms the database: nothing goes out twice, and nothing new is lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as portal
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from outbox import fence, planning, work
from outbox.actions.bundling import bundle
from outbox.actions.promising import write
from outbox.models import Installation, Letter, Notice
from outbox.planning import Due, Plan, plan_with
from outbox.promises import Promise
from outbox.rearming import WHY_NOT
from tests.outbox.world import ASKED, AT, DUE, NEWS, PLAIN, World, address_of, told
from tests.relay import Relay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gone_back(relay: Relay, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The database was armed, and put back later; the relay's journal is not at hand."""
    monkeypatch.setattr(planning, "_PLANNERS", {})
    settings.RELAY_JOURNAL = None
    fence.arm(by="A test", at=AT)
    Installation.objects.update(timeline=99)
    yield
    assert relay.taken == []


def rearm(*words: str, yes: bool = True) -> list[str]:
    """What the command says, line by line."""
    said = StringIO()
    confirmed = ["--yes", portal.ENVIRONMENT] if yes else []
    call_command("rearm", "--by", "Isla Reid", *confirmed, *words, stdout=said)
    return said.getvalue().splitlines()


def journal_in(folder: Path, settings: Settings, *letters: Letter) -> None:
    """A relay's journal that took these letters, and tells all from before `AT` until now."""
    lines = [f"{AT - timedelta(days=1):%Y-%m-%dT%H:%M:%S+00:00} -"]
    lines += [
        f"{AT + timedelta(hours=1):%Y-%m-%dT%H:%M:%S+00:00} {one.message_id}" for one in letters
    ]
    settings.RELAY_JOURNAL = folder / "told"
    now = timezone.now().isoformat()
    settings.RELAY_JOURNAL.write_text("\n".join([*lines, f"{now} -", ""]))


def open_letters(world: World, *persons: int) -> list[Letter]:
    """Letters that the backup held, not sent."""
    for person in persons:
        world.promise(to=person)
    bundle(at=AT)
    return list(Letter.objects.order_by("person"))


def write_now(person: int) -> None:
    about, to = f"test.thing:{person}", address_of(person)
    at = timezone.now()
    write(PLAIN.name, to=to, subject="A", text="B", about=about, occasion="x", person=person, at=at)


def states() -> dict[int | None, str]:
    return {one.person: one.state for one in Letter.objects.order_by("person")}


def test_it_looks_before_it_is_told_to(world: World) -> None:
    open_letters(world, 1)
    world.promise(to=2)

    assert rearm(yes=False) == [
        "This database was restored or promoted after it was armed.",
        "Open letters: 1",
        "Notices that wait for a letter: 1",
        f"Nothing is sent. To arm: --yes {portal.ENVIRONMENT}",
    ]
    assert fence.why_disarmed()


def test_the_name_of_another_installation_arms_nothing() -> None:
    with pytest.raises(CommandError, match="nothing is changed"):
        call_command("rearm", "--by", "Isla Reid", "--yes", "elsewhere", stdout=StringIO())

    assert fence.why_disarmed()


def test_of_what_was_open_and_nobody_can_tell_none_goes_out(world: World) -> None:
    open_letters(world, 1, 2)

    assert rearm()[-1] == (
        "Armed. Of the open letters the relay had taken 0, 0 go out now, 2 are set aside; "
        "0 notices are taken as told."
    )
    assert states() == {1: Letter.State.ASIDE, 2: Letter.State.ASIDE}
    assert told() == [(Notice.State.FAILED, WHY_NOT)] * 2
    assert fence.why_disarmed() == ""
    assert Installation.objects.get().armed_by == "Isla Reid"


def test_or_it_goes_out_if_the_person_says_so(world: World) -> None:
    open_letters(world, 1)

    rearm("--send-open")

    assert states() == {1: Letter.State.READY}
    assert told() == [(Notice.State.BUNDLED, "")]


def test_the_relays_journal_tells_what_was_sent_and_what_was_not(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    sent, _ = open_letters(world, 1, 2)
    journal_in(tmp_path, settings, sent)

    assert "taken 1, 1 go out now, 0 are set aside" in rearm()[-1]
    assert states() == {1: Letter.State.ACCEPTED, 2: Letter.State.READY}
    sent.refresh_from_db()
    assert (sent.accepted_at, sent.day) == (AT + timedelta(hours=1), AT.date())
    assert told() == [(Notice.State.TOLD, ""), (Notice.State.BUNDLED, "")]


def test_what_waited_for_its_letter_counts_as_told_unless_it_was_not_due(world: World) -> None:
    world.promise(to=1)
    world.promise(to=2, not_before=timezone.now() + timedelta(hours=1))

    rearm()

    assert told() == [(Notice.State.NOT_NEEDED, WHY_NOT), (Notice.State.WAITING, "")]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("words", "left"),
    [((), [Notice.State.NOT_NEEDED]), (("--send-due",), [])],
    ids=["as told", "sent"],
)
def test_what_is_due_by_the_calendar_counts_as_told(
    words: tuple[str, ...], left: list[str]
) -> None:
    def due(at: datetime) -> Plan:
        return Plan([Due(Promise(DUE.name, 1, "test.thing:1", "2026-10"), "it is due", at)])

    plan_with(reports=due)

    rearm(*words)

    assert [state for state, _ in told()] == left


def test_what_is_new_since_it_was_found_disarmed_is_told(world: World) -> None:
    world.promise(ASKED, to=3, at=timezone.now())
    rearm(yes=False)
    world.promise(NEWS, to=1, at=timezone.now())

    def due(at: datetime) -> Plan:
        return Plan([Due(Promise(DUE.name, 2, "test.thing:2", "2026-10"), "it is due", at)])

    plan_with(reports=due)
    work.plan_now()
    rearm()

    assert told() == [
        (Notice.State.NOT_NEEDED, WHY_NOT),
        (Notice.State.WAITING, ""),
        (Notice.State.NOT_NEEDED, WHY_NOT),
    ]


@pytest.mark.usefixtures("world")
def test_so_is_a_letter_that_was_written_since() -> None:
    write_now(1)
    work.deliver_now(seconds=1)  # a worker looks
    write_now(2)

    rearm()

    assert states() == {1: Letter.State.ASIDE, 2: Letter.State.READY}


@pytest.mark.usefixtures("world")
def test_what_another_database_was_found_to_be_tells_nothing_of_this_one() -> None:
    work.deliver_now(seconds=1)
    Installation.objects.update(found_as="the one before it was put back once more")
    write_now(1)

    rearm()

    assert states() == {1: Letter.State.ASIDE}


@pytest.mark.usefixtures("world")
def test_the_first_finding_counts_and_arming_ends_it() -> None:
    work.deliver_now(seconds=1)
    first = fence.disarmed_since()
    work.deliver_now(seconds=1)
    assert first is not None
    assert fence.disarmed_since() == first

    rearm()

    assert fence.disarmed_since() is None


def test_until_then_no_notice_gets_a_letter(world: World) -> None:
    world.promise(to=1)

    assert work.deliver_now(seconds=1) == 0

    assert (Letter.objects.count(), told()) == (0, [(Notice.State.WAITING, "")])
