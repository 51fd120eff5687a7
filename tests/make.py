"""Rows for tests: typed functions that make the least that is valid. A word given is kept."""

import itertools
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.utils import timezone

from evidence.actions.consents import Given, record_consent
from evidence.models import Consent, Quote, Scope
from kit.periods import month_of, months_after, shift
from outbox.delivery.steps import NOTICES_OF
from outbox.kinds import Lane
from outbox.models import Letter, Notice
from partners.models import Contact
from people.models import Organisation, Person, Sector, User
from reflections.models import (
    Audience,
    GroupQuestion,
    Introduction,
    Item,
    Jot,
    Kind,
    Obligation,
    Report,
)
from sessions.actions.partner_links import make_link
from sessions.models import (
    Action,
    BasketQuestion,
    CohortSession,
    Contribution,
    Invited,
    Note,
    PartnerLink,
    Resource,
    Series,
)
from sessions.models import Audience as Invites
from sessions.models import Kind as SessionKind
from towns.models import (
    Council,
    Group,
    Outcome,
    Programme,
    Role,
    Tenure,
    Town,
    TownStatus,
)

BEGINNING = date(2025, 1, 1)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Holder:
    """Somebody in post: their account, and the tenure that lets them act."""

    user: User
    tenure: Tenure

    @property
    def person(self) -> Person:
        """The person behind the account."""
        return self.tenure.person

    @property
    def town(self) -> Town:
        """The town of the post."""
        assert self.tenure.town is not None
        return self.tenure.town


def programme(**fields: object) -> Programme:
    """The programme of a test: made once, found again."""
    found = Programme.objects.first()
    return found or Programme.objects.create(
        **{"name": "Shaping Places", "slug": "shaping-places", "starts_on": BEGINNING} | fields
    )


def council(name: str = "") -> Council:
    """A council without holidays."""
    number = next(_numbers)
    return Council.objects.create(name=name or f"Council {number}", slug=f"council-{number}")


def town(name: str = "", *, status: str = TownStatus.Status.ACTIVE, **fields: object) -> Town:
    """A town that is active from the programme's beginning."""
    number = next(_numbers)
    made = Town.objects.create(
        **{
            "name": name or f"Town {number}",
            "slug": f"town-{number}",
            "programme": programme(),
            "council": fields.pop("council", None) or council(),
        }
        | fields
    )
    TownStatus.objects.create(town=made, status=status, starts_on=BEGINNING)
    return made


def person(name: str = "") -> Person:
    """A person without an account."""
    return Person.objects.create(name=name or f"Person {next(_numbers)}")


def user(name: str = "", *, email: str = "") -> User:
    """An account with no post."""
    return User.objects.create_user(
        email or f"person{next(_numbers)}@example.org", person=person(name)
    )


def tenure(
    of: Person,
    role: str,
    *,
    town: Town | None = None,
    group: Group | None = None,
    since: date = BEGINNING,
    until: date | None = None,
    **fields: object,
) -> Tenure:
    """A post held, in the town, the group, or the programme."""
    return Tenure.objects.create(
        **{
            "person": of,
            "role": role,
            "town": town,
            "group": group,
            "programme": None if town or group else programme(),
            "starts_on": since,
            "ends_on": until,
        }
        | fields
    )


def _holder(role: str, **place: object) -> Holder:
    account = user(str(place.pop("name", "")))
    return Holder(account, tenure(account.person, role, **cast("dict[str, Any]", place)))


def lead(of: Town | None = None, **fields: object) -> Holder:
    """A town's Project Lead."""
    return _holder(Role.PROJECT_LEAD, town=of or town(), **fields)


def link_lead(of: Town | None = None, **fields: object) -> Holder:
    """A town's Community Link Lead."""
    return _holder(Role.LINK_LEAD, town=of or town(), **fields)


def analyst(of: Town | None = None, **fields: object) -> Holder:
    """A town's LIST analyst."""
    return _holder(Role.ANALYST, town=of or town(), **fields)


def team_member(**fields: object) -> Holder:
    """One of the Programme Team."""
    return _holder(Role.PROGRAMME_TEAM, **fields)


def administrator(**fields: object) -> Holder:
    """The system administrator, who is not a reader."""
    return _holder(Role.ADMINISTRATOR, **fields)


def evaluator(**fields: object) -> Holder:
    """The programme's evaluator."""
    return _holder(Role.EVALUATOR, **fields)


def group(*, kind: str = Group.Kind.STEERING, of: Town | None = None) -> Group:
    """A town's Steering Group, or another group of the programme."""
    number = next(_numbers)
    steering = kind == Group.Kind.STEERING
    return Group.objects.create(
        name=f"Group {number}",
        slug=f"group-{number}",
        kind=kind,
        programme=programme(),
        town=(of or town()) if steering else None,
        starts_on=BEGINNING,
    )


def steering_member(of: Town | None = None, **fields: object) -> Holder:
    """A member of a town's Steering Group."""
    return _holder(Role.STEERING, group=group(of=of), **fields)


def national_leader(**fields: object) -> Holder:
    """One of the national leaders."""
    return _holder(Role.NATIONAL, group=group(kind=Group.Kind.NATIONAL), **fields)


def organisation(name: str = "") -> Organisation:
    """An organisation."""
    number = next(_numbers)
    return Organisation.objects.create(name=name or f"Organisation {number}", slug=f"org-{number}")


def sector(name: str = "") -> Sector:
    """A sector, after those with which a portal starts."""
    number = next(_numbers)
    name = name or f"Sector {number}"
    return Sector.objects.create(name=name, slug=f"sector-{number}", position=number)


def outcome(name: str = "", *, theme: str = "Movement") -> Outcome:
    """An outcome in use from the beginning."""
    number = next(_numbers)
    return Outcome.objects.create(
        name=name or f"Outcome {number}",
        slug=f"outcome-{number}",
        theme=theme,
        position=number,
        valid_from=BEGINNING,
    )


def obligation(*, about: Town, month: date, **fields: object) -> Obligation:
    """An obligation owed by the town's lead, due on the 7th of the next month."""
    due_at = datetime.combine(
        shift(month, 1).replace(day=7), time(23, 59), timezone.get_default_timezone()
    )
    holder = Tenure.objects.filter(town=about, role=Role.PROJECT_LEAD).first()
    return Obligation.objects.create(
        **{
            "town": about,
            "month": month,
            "state": Obligation.State.OWED,
            "holder": holder,
            "due_at": due_at,
            "grace_until": due_at + timedelta(hours=12),
        }
        | fields
    )


def report(
    *, about: Town | None = None, month: date = date(2026, 10, 1), **fields: object
) -> Report:
    """An open report; its obligation comes with it when the town has a lead."""
    place = about or town()
    has_lead = Tenure.objects.filter(town=place, role=Role.PROJECT_LEAD).exists()
    if has_lead and not Obligation.objects.filter(town=place, month=month).exists():
        obligation(about=place, month=month)
    return Report.objects.create(**{"town": place, "month": month_of(month)} | fields)


def submitted_report(*, about: Town, month: date = date(2026, 10, 1), by: User) -> Report:
    """A report as handed over, with its obligation met. Give it items with `item`."""
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    made = report(
        about=about,
        month=month,
        status=Report.Status.SUBMITTED,
        submitted_at=at,
        submitted_by=by,
    )
    Obligation.objects.filter(town=about, month=month).update(
        state=Obligation.State.MET, met_with=Obligation.MetWith.REPORT, met_at=at
    )
    return made


def item(
    *,
    of: Report,
    by: Person | None = None,
    kind: str = Kind.CHALLENGE,
    audience: str = Audience.TEAM,
    **fields: object,
) -> Item:
    """An item of a report, by the town's lead unless somebody else is named."""
    if by is None:
        held = Tenure.objects.filter(town=of.town, role=Role.PROJECT_LEAD).first()
        by = held.person if held else person()
    return Item.objects.create(
        **{
            "report": of,
            "author": by,
            "kind": kind,
            "audience": audience,
            "text": f"Something noticed, number {next(_numbers)}.",
        }
        | fields
    )


def jot(*, by: Holder, noticed_on: date = date(2026, 10, 14), **fields: object) -> Jot:
    """A jot that waits for its month's report."""
    return Jot.objects.create(
        **{
            "key": uuid.uuid4(),
            "author": by.person,
            "town": by.town,
            "text": f"A jot, number {next(_numbers)}.",
            "noticed_on": noticed_on,
            "received_at": datetime.combine(noticed_on, time(12), UTC),
        }
        | fields
    )


def group_question(
    *, to: Town | None = None, by: User | None = None, **fields: object
) -> GroupQuestion:
    """A Steering Group's question to a town, which nobody has answered yet."""
    return GroupQuestion.objects.create(
        **{
            "town": to or town(),
            "on_behalf_of": "Ayr Steering Group",
            "about": "April to June 2026",
            "text": f"What came of bench {next(_numbers)}?",
            "asked_at": datetime(2026, 11, 2, 9, tzinfo=UTC),
            "asked_by": by or steering_member().user,
        }
        | fields
    )


def learning(
    *, by: Holder, months_ago: int, at: datetime, audience: str = Audience.TEAM, **fields: object
) -> Item:
    """A learning moment of a report that came in so many months, and a day, before a moment."""
    day = months_after(at.date(), -months_ago) - timedelta(days=1)
    came = datetime.combine(day, time(12), UTC)
    month = shift(month_of(day), -1)
    found = Report.objects.filter(town=by.town, month=month).first()
    handed_over = found or submitted_report(about=by.town, month=month, by=by.user)
    Report.objects.filter(pk=handed_over.pk).update(submitted_at=came)
    return item(of=handed_over, by=by.person, kind=Kind.LEARNING, audience=audience, **fields)


def introduction(*, about: Item, by: Holder, **fields: object) -> Introduction:
    """What somebody asks another town about its learning, which nobody has answered yet."""
    return Introduction.objects.create(
        **{
            "item": about,
            "by": by.user,
            "town": by.town,
            "sent_at": datetime(2026, 11, 2, 9, tzinfo=UTC),
            "text": f"How did you begin, number {next(_numbers)}?",
        }
        | fields
    )


def second_step(of: Holder) -> Holder:
    """Lets somebody of the Programme Team or an administrator past the page that asks for one."""
    Authenticator.objects.create(user=of.user, type=Authenticator.Type.TOTP, data={})
    return of


def letter(
    reader: Person | None = None, *, kind: str = "outbox/message", at: datetime, **fields: object
) -> Letter:
    """A letter that waits, with the one notice that it tells. Fields are the letter's."""
    number = next(_numbers)
    made = Letter.objects.create(
        **{
            "message_id": f"<letter-{number}@example.org>",
            "person": reader.pk if reader else None,
            "lane": Lane.MAIL,
            "promised_at": at,
            "not_before": at,
        }
        | fields
    )
    ended = NOTICES_OF.get(made.state, "")
    Notice.objects.create(
        kind=kind,
        person=made.person,
        about="tests.thing:1",
        occasion=str(number),
        promised_at=at,
        not_before=at,
        letter=made,
        state=ended or Notice.State.BUNDLED,
        reason=(made.reason or "For a reason.") if ended not in {"", "told"} else "",
        settled_at=at if ended else None,
    )
    return made


def series(
    name: str = "Fortnightly",
    *,
    kind: str = "fortnightly-session",
    every: int = 2,
    nth: int | None = None,
    starts_on: date = date(2026, 1, 8),
    begins: time = time(10),
    roles: tuple[str, ...] = (Role.PROJECT_LEAD, Role.PROGRAMME_TEAM),
    **fields: object,
) -> Series:
    """A series every second Thursday at ten for an hour; of months, if `nth` is given."""
    frequency = Series.Frequency.MONTHS if nth else Series.Frequency.WEEKS
    made = Series.objects.create(
        **{
            "kind": SessionKind.objects.get(slug=kind),
            "name": name,
            "slug": name.lower().replace(" ", "-"),
            "frequency": frequency,
            "every": every,
            "nth": nth,
            "starts_on": starts_on,
            "begins": begins,
            "minutes": 60,
        }
        | fields
    )
    Invites.objects.bulk_create([Invites(series=made, role=role) for role in roles])
    return made


def session(
    *,
    on: date | None = date(2026, 11, 26),
    roles: tuple[str, ...] = (Role.PROJECT_LEAD, Role.PROGRAMME_TEAM),
    of: Group | None = None,
    state: str = CohortSession.State.SCHEDULED,
    **fields: object,
) -> CohortSession:
    """A session at ten for an hour, open to roles, or to one group alone; an idea has no day."""
    number = next(_numbers)
    begins_at = datetime.combine(on, time(10), timezone.get_default_timezone()) if on else None
    kind = SessionKind.objects.get(slug="fortnightly-session")
    cancelled = {"cancelled_at": begins_at, "cancelled_why": "Snow."}
    made = CohortSession.objects.create(
        **{
            "kind": kind,
            "slug": f"session-{number}",
            "state": state if on else CohortSession.State.IDEA,
            "group": of,
            "on": on,
            "begins_at": begins_at,
            "ends_at": begins_at + timedelta(hours=1) if begins_at else None,
            **(cancelled if state == CohortSession.State.CANCELLED else {}),
        }
        | fields
    )
    rows = (
        [Invited(session=made, group=of)] if of else [Invited(session=made, role=r) for r in roles]
    )
    Invited.objects.bulk_create(rows)
    return made


def note(*, at: CohortSession, by: User) -> Note:
    """Something noted at a session."""
    return Note.objects.create(
        session=at, text="Benches.", written_at=timezone.now(), written_by=by
    )


def action(*, of: CohortSession, owner: Person, by: User, **fields: object) -> Action:
    """Something taken on at a session, due in two weeks."""
    now = timezone.now()
    return Action.objects.create(
        **{
            "session": of,
            "owner": owner,
            "text": "Ask the council",
            "due_on": timezone.localdate(now) + timedelta(days=14),
            "added_at": now,
            "added_by": by,
        }
        | fields
    )


def resource(*, of: CohortSession, by: User, **fields: object) -> Resource:
    """A link that stands by a session; a file, if its key is given: one that was found clean."""
    now = timezone.now()
    number = next(_numbers)
    of_file = {
        "file_name": "slides.pdf",
        "file_sort": "pdf",
        "file_size": 1_300_000,
        "file_hash": f"{number:064}",
        "scan": Resource.Scan.CLEAN,
        "scanned_at": now,
    }
    link = {"link": f"https://example.org/{number}"}
    return Resource.objects.create(
        **{
            "session": of,
            "use": Resource.Use.MATERIAL,
            "title": "Slides",
            "added_at": now,
            "added_by": by,
            **(of_file if "file_key" in fields else link),
        }
        | fields
    )


def contact(
    *, at: Organisation, by: User, name: str = "Rona", town: Town | None = None, **fields: object
) -> Contact:
    """Somebody to write to at an organisation: of a town, or of the whole programme."""
    known = {"name": name, "email": f"{name.split(maxsplit=1)[0].lower()}@example.org"} | fields
    return Contact.objects.create(
        organisation=at, town=town, starts_on=BEGINNING, added_by=by, **known
    )


def contribution(*, to: CohortSession, by: Organisation | None = None) -> Contribution:
    """What a partner brings to a session."""
    return Contribution.objects.create(session=to, organisation=by or organisation())


def basket_question(
    *, of: CohortSession, by: User, town: Town | None = None, **fields: object
) -> BasketQuestion:
    """A question that waits in a session's basket."""
    return BasketQuestion.objects.create(
        **{
            "session": of,
            "asked_by": by,
            "town": town,
            "asked_at": timezone.now(),
            "text": f"Who pays for bench {next(_numbers)}?",
        }
        | fields
    )


def partner_link(
    *, to: Contribution, by: User, at: datetime | None = None
) -> tuple[PartnerLink, str]:
    """A link to a partner's page, and the secret part of its address."""
    return make_link(to, f"Moira Reid {next(_numbers)}", by=by, at=at or timezone.now())


def quote(*, about: Town | None = None, by: User | None = None, **fields: object) -> Quote:
    """Words of a youth worker, to which nobody has agreed yet."""
    return Quote.objects.create(
        **{
            "town": about or town(),
            "text": f"We mended bench {next(_numbers)} ourselves.",
            "attribution": Quote.Attribution.ROLE,
            "speaker_role": "youth worker",
            "said_on": BEGINNING,
            "added_at": timezone.now(),
            "added_by": by or team_member().user,
        }
        | fields
    )


def consent(*, to: Quote, by: User, **fields: Any) -> tuple[Consent, str]:  # noqa: ANN401 -- handed on as they are
    """What somebody agreed today, for two years, and the secret part of its address."""
    at = fields.pop("at", timezone.now())
    today = timezone.localdate(at)
    given: dict[str, Any] = {
        "scopes": [Scope.COHORT, Scope.STEERING],
        "given_by": "the speaker",
        "how": Consent.How.SPOKEN,
        "given_on": today,
        "until": today + timedelta(days=730),
    }
    return record_consent(to, Given(**given | fields), seen_at=to.changed_at, by=by, at=at)
