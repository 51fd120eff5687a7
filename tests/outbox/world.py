"""A small world of letters: what each notice tells, who lives where, who may be written to when."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from outbox.actions.bundling import bundle
from outbox.actions.promising import promise
from outbox.delivery.sending import deliver
from outbox.delivery.sweeping import sweep
from outbox.kinds import Doubt, Kind, Lane, Part, Recipient, Said, Standing, Unneeded
from outbox.models import Letter, Notice
from outbox.promises import number_in

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)


def _composed(*_: object, **__: object) -> Mapping[int, Said]:
    raise AssertionError("The world of the test answers instead.")


DUE = Kind("test/due", "Report due", _composed, standing=Standing.REMINDER, rank=20)
ROLE = Kind("test/role", "Role begins", _composed, rank=5)
NEWS = Kind("test/news", "What is new", _composed, standing=Standing.NEWS, rank=90)
ASKED = Kind("test/asked", "Asked about an item", _composed, standing=Standing.NEWS, routine=False)
BULK = Kind("test/bulk", "Digest", _composed, lane=Lane.BULK, routine=False)
ASK_US = Kind("test/ask_us", "In doubt, ask", _composed, routine=False, doubt=Doubt.ASK)
CODE = Kind("test/code", "Code", lane=Lane.URGENT, routine=False, doubt=Doubt.NEVER, secret=True)
PLAIN = Kind("test/plain", "Written at once", routine=False)
KINDS = (DUE, ROLE, NEWS, ASKED, BULK, ASK_US, CODE, PLAIN)


def address_of(person: int) -> str:
    return f"reader{person}@example.org"


@dataclass
class World:
    """What is true. A test changes it between promise and sending."""

    now: datetime = AT
    ended: dict[str, str] = field(default_factory=dict)  # by what it is about: why not needed
    broken: set[str] = field(default_factory=set)  # what cannot be written
    said: dict[str, Part] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)  # persons without an account
    names: dict[int, str] = field(default_factory=dict)
    emails: dict[int, str] = field(default_factory=dict)
    shut_until: dict[int, datetime] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)  # how often each kind was asked
    moving: Callable[[], None] | None = None  # done whenever one looks at the clock
    meanwhile: list[Callable[[], object]] = field(default_factory=list)  # done at the next asking

    def compose(self, notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:  # noqa: ARG002 -- as the outbox calls
        self.asked[notices[0].kind] += 1
        said = {notice.pk: self._said(notice) for notice in notices}
        if self.meanwhile:
            self.meanwhile.pop(0)()
        return said

    def _said(self, notice: Notice) -> Said:
        if notice.about in self.broken:
            raise LookupError(notice.about)
        if why := self.ended.get(notice.about):
            return Unneeded(why)
        usual = Part(
            f"Thing {number_in(notice.about)} of {notice.occasion}",
            f"This tells of thing {number_in(notice.about)}.",
            "you are part of the test",
        )
        return self.said.get(notice.about, usual)

    def addresses(self, persons: Sequence[int]) -> Mapping[int, Recipient]:
        return {
            person: Recipient(
                self.names.get(person, f"Reader {person}"),
                self.emails.get(person, address_of(person)),
            )
            for person in persons
            if person not in self.gone
        }

    def hours(self, persons: Sequence[int], at: datetime) -> Mapping[int, datetime]:
        return {
            person: max(at, self.shut_until[person])
            for person in persons
            if person in self.shut_until
        }

    def clock(self) -> datetime:
        """The moment, after whatever moves it."""
        if self.moving:
            self.moving()
        return self.now

    def wait(self, **amount: float) -> None:
        self.now += timedelta(**amount)

    def promise(
        self,
        kind: Kind = DUE,
        *,
        to: int = 1,
        thing: int = 1,
        occasion: str = "2026-10",
        at: datetime | None = None,
        not_before: datetime | None = None,
        useful_until: datetime | None = None,
    ) -> bool:
        """A notice of what the test names; the rest is as usual."""
        return promise(
            kind.name,
            to=to,
            about=f"test.thing:{thing}",
            occasion=occasion,
            at=at or self.now,
            not_before=not_before,
            useful_until=useful_until,
        )

    def deliver(self) -> Counter[str]:
        """One round, at this world's moment."""
        bundle(at=self.now)
        return deliver(seconds=20, clock=self.clock)

    def sweep(self) -> Counter[str]:
        """Tidy up at this world's moment."""
        return +sweep(at=self.now)


def letter_now() -> Letter:
    """The one letter that there is, as it stands."""
    return Letter.objects.get()


def told() -> list[tuple[str, str]]:
    """How each notice stands, and why, in the order of promise."""
    return [(one.state, one.reason) for one in Notice.objects.order_by("pk")]
