"""Whatever happens, in whatever order: nobody gets a letter twice, and every promise ends once.

A random walk over promising, bundling, claiming, dying, sending over a server that misbehaves,
sweeping, pausing and ending what was wanted. `WALK_SEEDS="17 18"` takes other walks.
"""

import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from outbox.actions.promising import write
from outbox.delivery import steps
from outbox.delivery.steps import Written
from outbox.invariants import broken
from outbox.kinds import Lane
from outbox.models import Letter, Notice, Pause
from tests.outbox.world import (
    ASKED,
    AT,
    BULK,
    CODE,
    DUE,
    NEWS,
    ROLE,
    World,
    address_of,
)
from tests.relay import CUT, Phase, Relay

pytestmark = pytest.mark.django_db

STEPS = 200
SEEDS = [int(seed) for seed in os.environ.get("WALK_SEEDS", "1 2 3 4").split()]
LONG = timedelta(days=2)
PHASES: tuple[Phase, ...] = ("connect", "MAIL", "RCPT", "DATA", "body", "dot", "taken")
ENDED = {
    Notice.State.TOLD,
    Notice.State.NOT_NEEDED,
    Notice.State.EXPIRED,
    Notice.State.FAILED,
}


class Walk:
    """One walk: what may happen, and what must be true after each of it."""

    def __init__(self, seed: int, world: World, relay: Relay, journal: Path) -> None:
        self.chance = random.Random(seed)
        self.world, self.relay, self.journal = world, relay, journal
        self.promised = 0
        self.noted = 0
        self.note(AT - timedelta(days=1), "-")

    def step(self) -> None:
        """One thing happens, some more often than others; then time passes."""
        acts = {
            self.promise: 6,
            self.deliver: 5,
            self.misbehave: 4,
            self.die_before_opening: 2,
            self.die_after_opening: 2,
            self.sweep: 4,
            self.pause_or_resume: 1,
            self.end_something: 2,
        }
        [act] = self.chance.choices(list(acts), weights=list(acts.values()))
        act()
        self.write_journal()
        self.world.wait(seconds=self.chance.choice([0, 1, 20, 100, 1000]))
        self.check()

    def promise(self) -> None:
        person, thing = self.chance.randint(1, 6), self.chance.randint(1, 9)
        kind = self.chance.choice([DUE, ROLE, NEWS, ASKED, BULK, CODE])
        useful = self.chance.choice([None, None, self.world.now + timedelta(minutes=30)])
        if kind is CODE:
            write(
                CODE.name,
                to=address_of(person),
                subject="Code",
                text="    ABCD",
                about=f"test.thing:{thing}",
                useful_until=useful,
                at=self.world.now,
            )
            self.promised += 1
        else:
            self.promised += self.world.promise(
                kind,
                to=person,
                thing=thing,
                occasion=str(self.world.now.date()),
                useful_until=useful,
            )

    def deliver(self) -> None:
        self.world.deliver()

    def misbehave(self) -> None:
        phase = self.chance.choice(PHASES)
        answers = [CUT, "421 Bye", "450 Busy", "550 No", "554 5.7.1 Policy"]
        if phase in ("body", "taken"):
            answers = [CUT]
        self.relay.tell(phase, self.chance.choice(answers), times=self.chance.randint(1, 3))

    def die_before_opening(self) -> None:
        steps.claim(
            self.chance.choice(list(Lane)), alone=self.chance.random() < 0.3, at=self.world.now
        )

    def die_after_opening(self) -> None:
        """A sender dies with the text on its way; the relay took it, or did not."""
        for letter in steps.claim(Lane.MAIL, at=self.world.now)[:1]:
            words = Written(address_of(letter.person or 0), "Subject", "Text", "", self.world.now)
            if steps.open_data(letter, words, at=self.world.now) and self.chance.random() < 0.5:
                self.note(self.world.now, letter.message_id)

    def sweep(self) -> None:
        self.world.sweep()

    def pause_or_resume(self) -> None:
        if not Pause.objects.filter(ended_at=None).update(ended_at=self.world.now):
            Pause.objects.create(
                why="A walk", began_at=self.world.now, lane=self.chance.choice([None, *Lane])
            )

    def end_something(self) -> None:
        self.world.ended[f"test.thing:{self.chance.randint(1, 9)}"] = "It is done."

    def write_journal(self) -> None:
        """What the relay took, in the walk's own time; sometimes it is behind."""
        for letter in self.relay.taken[self.noted :]:
            self.note(self.world.now, letter.message_id)
        self.noted = len(self.relay.taken)
        if self.chance.random() < 0.7:
            self.note(self.world.now, "-")

    def note(self, moment: datetime, message_id: str) -> None:
        with self.journal.open("a") as file:
            file.write(f"{moment.astimezone(UTC).isoformat()} {message_id}\n")

    def accepted(self) -> Counter[str]:
        """How often the relay took each letter, in its own words."""
        lines = [line.split(" ") for line in self.journal.read_text().splitlines()]
        return Counter(name for _, name in lines if name != "-")

    def check(self) -> None:
        """Nothing is broken, nothing was taken twice, no promise is missing."""
        assert broken(at=self.world.now - LONG) == []
        assert [name for name, times in self.accepted().items() if times > 1] == []
        assert Notice.objects.count() == self.promised

    def come_to_an_end(self) -> None:
        """Faults cease, time passes: every promise ends, and what was taken is known as taken."""
        Pause.objects.filter(ended_at=None).update(ended_at=self.world.now)
        for fault in self.relay.faults:
            fault.times = 0
        for _ in range(40):
            self.world.deliver()
            self.write_journal()
            self.world.wait(hours=3)
            self.note(self.world.now, "-")
            self.world.sweep()
        self.check()
        assert set(Notice.objects.values_list("state", flat=True)) <= ENDED
        taken = set(self.accepted())
        known = Letter.objects.filter(state=Letter.State.ACCEPTED).values_list(
            "message_id", flat=True
        )
        assert set(known) == taken


@pytest.mark.parametrize("seed", SEEDS)
def test_no_walk_doubles_or_loses_a_letter(
    seed: int, relay: Relay, world: World, settings: Settings, tmp_path: Path
) -> None:
    settings.RELAY_JOURNAL = tmp_path / "told"
    walk = Walk(seed, world, relay, tmp_path / "told")

    for _ in range(STEPS):
        walk.step()

    walk.come_to_an_end()
