"""Which towns each series has reached in a year, and who was heard at the last four sessions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from people.models import Organisation, User
from sessions.models import Attendance, CohortSession, Series
from towns.models import Town

LAST = 4  # sessions over which voices are counted
State = CohortSession.State
TOWN_ROLES = ("project_lead", "link_lead", "analyst", "steering")


@dataclass(frozen=True)
class Cell:
    """One series in one town: at how many sessions it was present, how many are to come."""

    series: str
    done: int
    booked: int

    @property
    def state(self) -> str:
        """How the cell is marked."""
        return "met" if self.done else "draft" if self.booked else "none"

    @property
    def words(self) -> str:
        """As in "4 done, 2 booked"; "None"."""
        parts = [f"{self.done} done"] if self.done else []
        parts += [f"{self.booked} booked"] if self.booked else []
        return ", ".join(parts) or "None"


@dataclass(frozen=True)
class Voice:
    """A town or an organisation, and at how many of the last sessions it was present."""

    name: str
    present: int


@dataclass(frozen=True)
class Coverage:
    """A year's grid, and the balance of voices."""

    series: Sequence[str]
    rows: Sequence[tuple[Town, Sequence[Cell]]]
    counted: int  # sessions over which voices are counted
    towns: Sequence[Voice]
    organisations: Sequence[Voice]


def coverage_of(user: User, *, year: int, on: date) -> Coverage:
    """Series by town over a year, and voices until that day: ten statements."""
    towns = list(Town.objects.visible_to(user, on=on).order_by("name"))
    sessions = list(
        CohortSession.objects.visible_to(user, on=on)
        .filter(on__year=year, series__isnull=False)
        .exclude(state=State.CANCELLED)
        .prefetch_related("invited")
    )
    series = list(
        Series.objects.filter(pk__in={one.series_id for one in sessions}).order_by("name")
    )
    present = towns_present(sessions)
    done: dict[tuple[int, int], int] = defaultdict(int)
    booked: dict[int, int] = defaultdict(int)
    for one in sessions:
        for town in present[one.pk]:
            done[one.series_id or 0, town] += 1
        is_towns = any(invited.role in TOWN_ROLES for invited in one.invited.all())
        booked[one.series_id or 0] += is_towns and _is_ahead(one, on=on)
    rows = [
        (town, [Cell(one.name, done[one.pk, town.pk], booked[one.pk]) for one in series])
        for town in towns
    ]
    return Coverage([one.name for one in series], rows, *_voices(user, towns, on=on))


def _voices(user: User, towns: Sequence[Town], *, on: date) -> tuple[int, list[Voice], list[Voice]]:
    """The towns, fewest first, and the organisations, most first, of the last sessions."""
    begun = Attendance.objects.exclude(state="").values("session")
    last = list(
        CohortSession.objects.visible_to(user, on=on)
        .filter(on__lte=on, group=None, pk__in=begun)
        .order_by("-on", "-pk")[:LAST]
    )
    present = towns_present(last)
    heard = [Voice(town.name, sum(town.pk in present[one.pk] for one in last)) for town in towns]
    rows = Attendance.objects.filter(
        session__in=last, state=Attendance.State.PRESENT, organisation__isnull=False
    ).select_related("organisation__parent")
    of: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        of[_whole(row.organisation)].add(row.session_id)
    organisations = [Voice(name, len(sessions)) for name, sessions in of.items()]
    return (
        len(last),
        sorted(heard, key=lambda one: (one.present, one.name)),
        sorted(organisations, key=lambda one: (-one.present, one.name)),
    )


def _is_ahead(session: CohortSession, *, on: date) -> bool:
    is_open = session.state in CohortSession.FUTURE
    return is_open and session.on is not None and session.on >= on


def _whole(organisation: Organisation | None) -> str:
    """A team counts as the organisation of which it is one."""
    if organisation is None:
        return ""
    is_part = organisation.kind == Organisation.Kind.TEAM and organisation.parent is not None
    return str(organisation.parent if is_part else organisation)


def towns_present(sessions: Iterable[CohortSession]) -> dict[int, set[int]]:
    """The towns of which somebody in post that day was present, or had a deputy, by session."""
    found: dict[int, set[int]] = defaultdict(set)
    known = [one.pk for one in sessions]
    for who in ("person", "deputy_for"):
        post = f"{who}__tenures"
        until = Q(**{f"{post}__ends_on": None}) | Q(**{f"{post}__ends_on__gte": F("session__on")})
        rows = Attendance.objects.filter(
            until,
            session__in=known,
            state=Attendance.State.PRESENT,
            **{f"{post}__starts_on__lte": F("session__on")},
        )
        for session, town, of_group in rows.values_list(
            "session", f"{post}__town", f"{post}__group__town"
        ).distinct():
            found[session] |= {one for one in (town, of_group) if one}
    return found
