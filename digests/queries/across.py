"""What a digest says across towns: what was held, who came, who brought what, what they share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from digests.content import Bar, Chart, Sort
from digests.queries.originals import Span, shareable_items
from digests.wording import Draft, topic_of
from kit.dates import in_short
from kit.words import listed
from sessions.models import Action, Attendance, CohortSession
from sessions.queries.coverage import towns_present
from sessions.queries.sessions import PARTNERS, name_in_words, with_partners

State = CohortSession.State
HELD = (State.HELD, State.WRITTEN_UP, State.CLOSED)
TOPICS_DRAFTED = 8
SESSIONS_AT_MOST = 100  # of one quarter
SHARED = 2  # towns make a topic that towns share


@dataclass(frozen=True)
class Gathering:
    """One session of the quarter, and who came; `people` is none where nobody took attendance."""

    session: CohortSession
    people: int | None
    towns: int
    partners: Sequence[str]

    @property
    def name(self) -> str:
        """As in "Fortnightly session, 14 May"."""
        day = f", {in_short(self.session.on)}" if self.session.on else ""
        return f"{self.session.kind.name}{day}"

    @property
    def short_name(self) -> str:
        """As in "Fortnightly, 14 May": beside a bar, where every one is a session."""
        return self.name.replace(" session,", ",")

    @property
    def sentence(self) -> str:
        """What it was about, and how many came."""
        topic = f"“{self.session.title}”: " if self.session.title else ""
        if self.people is None:
            who = "who" if topic else "Who"
            return f"{self.name}. {topic}{who} came was not recorded."
        people = "1 person" if self.people == 1 else f"{self.people} people"
        towns = "1 town" if self.towns == 1 else f"{self.towns} towns"
        return f"{self.name}. {topic}{people} from {towns} came."


def gatherings_in(span: Span) -> list[Gathering]:
    """The cohort's sessions that were held, in their order: five statements."""
    rows = CohortSession.objects.filter(
        group=None, state__in=HELD, on__range=(span.quarter, span.last)
    ).select_related("kind")
    sessions = list(with_partners(rows).order_by("on", "pk")[:SESSIONS_AT_MOST])
    towns = towns_present(sessions)
    counted = dict(
        Attendance.objects.filter(session__in=sessions)
        .exclude(state="")
        .values_list("session")
        .annotate(present=Count("pk", filter=Q(state=Attendance.State.PRESENT)))
    )
    return [
        Gathering(
            one,
            counted.get(one.pk),
            len(towns[one.pk]),
            [name_in_words(row["name"], row["then"]) for row in getattr(one, PARTNERS)],
        )
        for one in sessions
    ]


def topics_in(span: Span) -> list[tuple[str, Mapping[str, int]]]:
    """Outcomes on which several towns wrote, the most widely shared first: one statement.

    Each with its towns and how many items each wrote.
    """
    rows = (
        shareable_items(span)
        .filter(outcomes__isnull=False)
        .values_list("outcomes__name", "outcomes__position", "report__town__name")
        .annotate(items=Count("pk", distinct=True))
        .order_by("outcomes__position", "-items", "report__town__name")
    )
    found: defaultdict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for outcome, position, town, items in rows:
        found[position or 0, outcome or ""][town] = items
    shared = [(key, towns) for key, towns in found.items() if len(towns) >= SHARED]
    shared.sort(key=lambda one: (-len(one[1]), one[0]))
    return [(outcome, towns) for (_, outcome), towns in shared]


def drafts_across(span: Span) -> list[Draft]:
    """All there is to say across towns, in the digest already or not: seven statements."""
    gatherings = gatherings_in(span)
    return [
        *(
            Draft(Sort.SESSION, one.sentence, ("session", one.session.pk), weight=bool(one.people))
            for one in gatherings
        ),
        *_partners(gatherings),
        *(topic_of(*one) for one in topics_in(span)[:TOPICS_DRAFTED]),
        *_actions(span),
    ]


def charts_of(span: Span) -> tuple[Chart, ...]:
    """What the quarter's figures show: seven statements. Charts of nothing are left out."""
    topics, gatherings = topics_in(span), gatherings_in(span)
    charts = []
    if topics:
        first, towns = topics[0]
        charts.append(
            Chart(
                "topics",
                "What towns wrote about",
                "Outcome",
                "towns",
                f"“{first}” was on the minds of most: {len(towns)} towns wrote about it.",
                tuple(Bar(outcome, len(found)) for outcome, found in topics),
            )
        )
    if gatherings:
        charts.append(
            Chart(
                "sessions",
                "Who came to sessions",
                "Session",
                "people",
                f"{_sessions(len(gatherings))} held in the quarter.",
                tuple(Bar(one.short_name, one.people) for one in gatherings),
            )
        )
    return tuple(charts)


def _sessions(number: int) -> str:
    return "One session was" if number == 1 else f"{number} sessions were"


def _partners(gatherings: Iterable[Gathering]) -> list[Draft]:
    """One sentence about each partner, with the sessions to which it contributed."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in gatherings:
        for partner in one.partners:
            found[partner].append(one.name)
    return [
        Draft(Sort.PARTNER, f"{partner}: {listed(names)}.", None)
        for partner, names in sorted(found.items())
    ]


def _actions(span: Span) -> list[Draft]:
    """What was taken on at sessions of the cohort, and done: one statement."""
    rows = (
        Action.objects.filter(
            closed_at__range=span.moments,
            item=None,
            session__group=None,
            session__isnull=False,
        )
        .order_by("closed_at", "pk")
        .values_list("pk", "text", "outcome", "session__kind__name", "session__on")
    )
    return [
        Draft(Sort.ACTION, text, ("action", number), f"{outcome} {_taken_on(kind, on)}")
        for number, text, outcome, kind, on in rows[:SESSIONS_AT_MOST]
    ]


def _taken_on(kind: str, on: date | None) -> str:
    """Where an action came from: "Taken on at the fortnightly session on 14 May."."""
    where = f"the {kind[0].lower()}{kind[1:]}"
    return f"Taken on at {where} on {in_short(on)}." if on else f"Taken on at {where}."
