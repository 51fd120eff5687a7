"""What each kind of letter can be about: every row there is, with the facts that its promises give.

A kind that composes and stands not in `ROWS` fails a test: whoever adds one adds its rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from digests.models import Digest, Edition, Section
from evidence.models import Consent
from evidence.notices import TAKEN_BACK
from kit.dates import day_of
from kit.periods import month_of, shift
from outbox.models import Letter, Notice, Suppression
from outbox.promises import key_of
from people.models import Invitation, Person
from reflections.models import (
    GroupQuestion,
    Introduction,
    ItemEvent,
    Question,
    Reply,
    Report,
)
from reflections.reminders import Stage
from sessions.models import CohortSession
from sessions.notices import facts_of, occasion_of
from sessions.queries.reminding import occasion_of as stage_of
from sessions.reminders import Stage as GatheringStage
from towns.models import Tenure, Town
from towns.queries.handovers import handovers

MONTHS = 3  # the present one, and back from it
NOW = "now"  # an occasion that no kind looks at
_numbers = count(1)

type Facts = Mapping[str, str | int | bool | None]


@dataclass(frozen=True)
class Row:
    """What a notice is about, and what else its promise says. `to` is who alone is asked about it.

    That is for the letters which are made anew for each reader, whatever they are about.
    """

    about: str
    occasion: str = NOW
    facts: Facts = field(default_factory=dict)
    to: int | None = None


type Rows = Callable[[datetime], Iterable[Row]]


def _invitations(_at: datetime) -> Iterator[Row]:
    for invitation in Invitation.objects.all():
        yield Row(key_of(invitation))


def _begun(_at: datetime) -> Iterator[Row]:
    for tenure in Tenure.objects.all():
        yield Row(key_of(tenure), tenure.starts_on.isoformat())


def _ending(_at: datetime) -> Iterator[Row]:
    for tenure in Tenure.objects.exclude(ends_on=None):
        yield Row(key_of(tenure), f"{tenure.ends_on:%Y-%m-%d}")


def _handed_over(_at: datetime) -> Iterator[Row]:
    for one in handovers(Tenure.objects.all()):
        yield Row(key_of(one.successor), f"{one.first.isoformat()}/{one.last.isoformat()}")


def _reminding(*stages: Stage) -> Rows:
    def rows(at: datetime) -> Iterator[Row]:
        present = month_of(day_of(at))
        for town in Town.objects.all():
            for ago in range(MONTHS):
                month = f"{shift(present, -ago):%Y-%m}"
                for stage in stages:
                    facts = {"month": month, "stage": str(stage)}
                    yield Row(key_of(town), f"{month} {stage}", facts)

    return rows


def _reports(_at: datetime) -> Iterator[Row]:
    for report in Report.objects.all():
        yield Row(key_of(report))


def _readings(_at: datetime) -> Iterator[Row]:
    events = ItemEvent.objects.filter(kind=ItemEvent.Kind.READ).select_related("item")
    found = {(event.item.report_id, event.by_id, day_of(event.at)) for event in events}
    for report, by, day in sorted(found):
        facts = {"by": by, "day": day.isoformat()}
        yield Row(key_of(Report(pk=report)), f"{by} {day}", facts)


def _uses(_at: datetime) -> Iterator[Row]:
    for event in ItemEvent.objects.exclude(kind=ItemEvent.Kind.READ).select_related("item"):
        yield Row(key_of(event.item), f"{event.kind} {event.pk}", {"event": event.pk})


def _questions(_at: datetime) -> Iterator[Row]:
    for question in Question.objects.all():
        yield Row(key_of(question), "asked")


def _turns(_at: datetime) -> Iterator[Row]:
    for turn in Reply.objects.select_related("question"):
        yield Row(key_of(turn.question), f"turn {turn.pk}", {"turn": turn.pk})


def _introductions(_at: datetime) -> Iterator[Row]:
    for introduction in Introduction.objects.all():
        yield Row(key_of(introduction))


def _group_questions(_at: datetime) -> Iterator[Row]:
    for question in GroupQuestion.objects.all():
        yield Row(key_of(question), "asked")


def _weeks(at: datetime) -> Iterator[Row]:
    year, week, _ = day_of(at).isocalendar()
    for person in Person.objects.exclude(user=None):
        yield Row(key_of(person), f"{year}-W{week:02}", to=person.pk)


def _problems(_at: datetime) -> Iterator[Row]:
    for suppression in Suppression.objects.all():
        yield Row(key_of(suppression), f"{day_of(suppression.since):%Y-%m-%d}")
    for letter in Letter.objects.all():
        yield Row(key_of(letter), f"{day_of(letter.promised_at):%Y-%m-%d}")


def _revisions(at: datetime) -> Iterator[Row]:
    """Every session as it is told now, and as it would be once more."""
    for session in CohortSession.objects.exclude(begins_at=None):
        begins_at, ends_at = session.begins_at or at, session.ends_at or at
        for sequence in (session.sequence, session.sequence + 1):
            facts = facts_of(sequence, begins_at, ends_at)
            yield Row(key_of(session), occasion_of(sequence), facts)


def _gatherings(*stages: GatheringStage) -> Rows:
    def rows(_at: datetime) -> Iterator[Row]:
        for session in CohortSession.objects.exclude(begins_at=None):
            for stage in stages:
                begins_at = session.begins_at.isoformat() if session.begins_at else ""
                facts = {"stage": str(stage), "begins_at": begins_at}
                yield Row(key_of(session), stage_of(stage, session), facts)

    return rows


def _consents(_at: datetime) -> Iterator[Row]:
    for consent in Consent.objects.all():
        yield Row(key_of(consent), consent.until.isoformat())


def _withdrawn(_at: datetime) -> Iterator[Row]:
    for consent in Consent.objects.all():
        yield Row(key_of(consent), TAKEN_BACK)


def _sections(_at: datetime) -> Iterator[Row]:
    for section in Section.objects.all():
        yield Row(key_of(section))


def _digests(_at: datetime) -> Iterator[Row]:
    for digest in Digest.objects.all():
        yield Row(key_of(digest))


def _editions(_at: datetime) -> Iterator[Row]:
    for edition in Edition.objects.all():
        yield Row(key_of(edition))


ROWS: Mapping[str, Rows] = {
    "digests/corrected": _editions,
    "digests/edition": _digests,
    "digests/section_remarked": _sections,
    "digests/section_to_check": _sections,
    "digests/withdrawn": _editions,
    "evidence/consent_ends": _consents,
    "evidence/consent_withdrawn": _withdrawn,
    "front/this_week": _weeks,
    "front/undelivered": _problems,
    "people/invitation": _invitations,
    "reflections/due_soon": _reminding(Stage.SOON),
    "reflections/due_today": _reminding(Stage.TODAY),
    "reflections/group_question": _group_questions,
    "reflections/introduction": _introductions,
    "reflections/introduction_answered": _introductions,
    "reflections/item_read": _readings,
    "reflections/item_used": _uses,
    "reflections/late": _reminding(Stage.LATE_FIRST, Stage.LATE_SECOND),
    "reflections/question_answered": _turns,
    "reflections/question_asked": _questions,
    "reflections/report_ready": _reminding(Stage.READY),
    "reflections/thank_you": _reports,
    "sessions/cancelled": _revisions,
    "sessions/changed": _revisions,
    "sessions/invited": _revisions,
    "sessions/soon": _gatherings(GatheringStage.SOON),
    "sessions/tomorrow": _gatherings(GatheringStage.TOMORROW),
    "towns/handover": _handed_over,
    "towns/handover_pack": _ending,
    "towns/role_begun": _begun,
    "towns/role_ends": _ending,
}


def notices(kind: str, persons: Iterable[int], *, at: datetime) -> Iterator[Notice]:
    """A notice of this kind to each of these people about every row there is. Not stored."""
    names = [one.attname for one in Notice._meta.concrete_fields]
    readers = list(persons)
    for row in ROWS[kind](at):
        promised = Notice(
            kind=kind,
            about=row.about,
            occasion=row.occasion,
            facts=dict(row.facts),
            promised_at=at,
            not_before=at,
            state=Notice.State.BUNDLED,
        )
        values = {name: getattr(promised, name) for name in names}
        for person in readers if row.to is None else {row.to} & set(readers):
            # As rows that were read: half the time of making them anew.
            values |= {"id": next(_numbers), "person": person}
            yield Notice.from_db(None, names, list(values.values()))
