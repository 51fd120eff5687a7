"""Delivery problem: whom the portal cannot reach, since when, what was said, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models.functions import Lower
from django.template.loader import render_to_string
from django.urls import reverse

from front.letters.problem_plan import A_DAY, NAME, STOPPED, stopped_at, stopped_letters
from front.queries.letter_words import title_of
from kit.dates import day_of, in_full, moment_in_full
from kit.links import link_to
from kit.words import listed
from outbox.kinds import Kind, Part, Said, Unneeded
from outbox.layout import quoted
from outbox.models import Letter, Notice, Suppression
from outbox.promises import number_in
from people.models import Invitation, Person
from towns.models import Role, Tenure

REASON = "you are a member of the Programme Team"
NO_POST = Unneeded("They are not of the Programme Team any more.")
MENDED = Unneeded("Somebody mended it meanwhile.")
SUPPRESSIONS, LETTERS = "outbox.suppression", "outbox.letter"


@dataclass(frozen=True)
class _Rows:
    """What the notices of a batch tell of, as it stands now."""

    team: set[int]
    suppressions: Mapping[int, Suppression]
    letters: Mapping[int, Letter]
    by_day: Mapping[date, int]
    people: Mapping[int, Person]
    by_email: Mapping[str, Person]


def tell(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice tells of its problem, unless that was mended: eight statements."""
    rows = _rows(notices, at=at)
    return {
        notice.pk: _said(notice, rows) if notice.person in rows.team else NO_POST
        for notice in notices
    }


def _rows(notices: Sequence[Notice], *, at: datetime) -> _Rows:
    persons = {notice.person for notice in notices}
    team = Tenure.objects.active(on=day_of(at)).of_role(Role.PROGRAMME_TEAM)
    suppressions = Suppression.objects.filter(lifted_at=None).in_bulk(
        _numbers(notices, SUPPRESSIONS)
    )
    letters = (
        Letter.objects.filter(state__in=STOPPED)
        .defer("text", "html", "footer")
        .prefetch_related("notices", "tries")
        .in_bulk(_numbers(notices, LETTERS))
    )
    by_day: dict[date, int] = {}
    if _numbers(notices, A_DAY):
        for letter in stopped_letters(at=at):
            day = day_of(stopped_at(letter))
            by_day[day] = by_day.get(day, 0) + 1
    emails = {one.email for one in suppressions.values()}
    return _Rows(
        team=set(team.filter(person__in=persons).values_list("person", flat=True)),
        suppressions=suppressions,
        letters=letters,
        by_day=by_day,
        people=Person.objects.in_bulk([one.person for one in letters.values() if one.person]),
        by_email=_by_email(emails),
    )


def _numbers(notices: Sequence[Notice], table: str) -> set[int]:
    return {number_in(notice.about) for notice in notices if notice.about.startswith(f"{table}:")}


def _by_email(emails: set[str]) -> dict[str, Person]:
    """Whose addresses these are: of an account, or of an invitation."""
    invited = Invitation.objects.annotate(at=Lower("email")).filter(at__in=emails)
    found = {row.email.lower(): row.person for row in invited.select_related("person")}
    signing_in = Person.objects.annotate(at=Lower("user__email")).filter(at__in=emails)
    return found | {vars(person)["at"]: person for person in signing_in}


def _said(notice: Notice, rows: _Rows) -> Said:
    table, number = notice.about.partition(":")[0], number_in(notice.about)
    if table == SUPPRESSIONS:
        suppression = rows.suppressions.get(number)
        return _of_address(suppression, rows) if suppression else MENDED
    if table == LETTERS:
        letter = rows.letters.get(number)
        return _of_letter(letter, rows) if letter else MENDED
    day = date.fromordinal(number)
    return _of_day(day, rows.by_day[day]) if day in rows.by_day else MENDED


def _of_address(suppression: Suppression, rows: _Rows) -> Part:
    person = rows.by_email.get(suppression.email)
    who = person.name if person else suppression.email
    text = _text(
        "unreached_address",
        who=who,
        email=suppression.email,
        is_complaint=suppression.reason == Suppression.Reason.COMPLAINT,
        since=in_full(day_of(suppression.since)),
        server=quoted(suppression.evidence),
        url=_page_of(person) if person else link_to(reverse("front:office_letters")),
    )
    return Part(f"Letters do not reach {who}"[:100], text, REASON)


def _of_letter(letter: Letter, rows: _Rows) -> Part:
    person = rows.people.get(letter.person or 0)
    who = person.name if person else letter.to
    kinds = dict.fromkeys(title_of(notice.kind) for notice in letter.notices.all())
    tries = sorted(letter.tries.all(), key=lambda attempt: attempt.pk)
    said = f"{tries[-1].code or ''} {tries[-1].reply}".strip() if tries else ""
    text = _text(
        "stopped_letter",
        who=who,
        what=listed(list(kinds)),
        is_aside=letter.state == Letter.State.ASIDE,
        promised=moment_in_full(letter.promised_at),
        reason=letter.reason,
        server=quoted(said),
        url=link_to(reverse("front:office_letter", args=[letter.key])),
        person_url=_page_of(person) if person else "",
    )
    return Part(f"A letter to {who} could not be sent"[:100], text, REASON)


def _of_day(day: date, number: int) -> Part:
    text = _text(
        "stopped_day",
        day=in_full(day),
        number=number,
        url=link_to(reverse("front:office_letters")),
        jobs_url=link_to(reverse("front:office_jobs")),
    )
    return Part(f"{number} letters of {in_full(day)} could not be sent", text, REASON)


def _page_of(person: Person) -> str:
    return link_to(reverse("front:office_person", args=[person.key]))


def _text(template: str, **context: object) -> str:
    known = {"contact": settings.CONTACT_EMAIL}
    return render_to_string(f"front/mail/{template}.txt", known | context).strip()


KIND = Kind(
    NAME,
    "Delivery problem",
    tell,
    rank=45,
    rule="When letters to somebody come back, or a letter cannot be sent, the Programme Team is "
    "told once.",
)
