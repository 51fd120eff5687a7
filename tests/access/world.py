"""A small complete world: two towns, every kind of reader, one row of each kind to point at."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from digests.actions.checking import begin_check
from digests.actions.editing import add_passage
from digests.actions.freezing import begin_freeze
from digests.actions.gathering import begin_digest
from digests.actions.publishing import publish
from digests.content import Sort
from digests.models import Digest, Passage
from kit.kept_files import keep
from kit.periods import QUARTER, month_of, quarter_of, shift
from outbox.actions.pausing import pause
from outbox.actions.suppressing import suppress
from outbox.kinds import Standing
from outbox.models import Suppression
from outbox.tokens import stop_token, why_token
from people.models import User
from reflections.models import Audience, Kind, Question
from sessions.actions.feeds import make_feed
from sessions.models import CohortSession, Invitation, Resource
from sessions.tokens import reply_token
from tests import make
from towns.models import Absence, Holiday, Seat, Tenure, Town

READERS = (
    "signed out",
    "nobody",
    "ended",
    "elsewhere",
    "lead",
    "link",
    "analyst",
    "team",
    "steering",
    "national",
    "evaluator",
    "administrator",
)
MISSING_KEY = uuid.UUID(int=0)


# What the variable part of an address finds, by how the address's name begins: first match wins.
FINDS = (
    ("sessions:feed_revoke", "feed"),
    ("sessions:kind", "kind"),
    ("sessions:series", "series"),
    ("sessions:audience", "series"),
    ("sessions:", "gathering"),
    ("actions:", "action"),
    ("evidence:", "quote"),
    ("digests:correct", "passage"),
    ("digests:quote", "agreed quote"),
    ("digests:", "town"),
    ("partners:contact", "contact"),
    ("partners:remove_contact", "contact"),
    ("partners:", "organisation"),
    ("learning:", "item"),
    ("outcomes:", "outcome"),
    ("reflections:jot", "jot"),
    ("reflections:introduction", "introduction"),
    ("reflections:introduce", "learning"),
    ("reflections:item_helps", "learning"),
    ("reflections:question", "question"),
    ("reflections:group_question", "group question"),
    ("reflections:", "item"),
    ("towns:handover", "leaver's tenure"),
    ("front:office_seat_end", "seat"),
    ("front:office_letter", "letter"),
    ("front:office_person", "person"),
    ("front:office_begin", "person"),
    ("front:office_invitation", "person"),
    ("front:office_withdraw", "person"),
    ("front:office_council", "council"),
    ("front:office_defaults", "council"),
    ("front:office_import", "council"),
    ("front:office_holiday", "council"),
    ("front:office_break", "council"),
    ("front:office_town", "town"),
    ("front:office_group", "group"),
    ("front:office_member", "group"),
    ("front:office_seat", "group"),
    ("front:office_outcome", "outcome"),
    ("front:office_sector", "sector"),
    ("front:office_organisation", "organisation"),
    ("front:office_rename", "organisation"),
    ("front:office_merge", "organisation"),
    ("front:office_part", "organisation"),
    ("front:office_", "tenure"),
)


# What of digests finds one that is published, not the one that towns check.
PUBLISHED = (
    "ask",
    "correct",
    "desk",
    "digest",
    "pdf",
    "preview",
    "publish",
    "read",
    "readers",
    "reopen",
    "text",
    "thaw",
    "town",
    "withdraw",
)


# Which number it finds, by a word of the address's name; else a second factor's.
NUMBERS = (("absence", "absence"), ("office_resume", "pause"), ("office_lift", "suppression"))


@dataclass
class World:
    """Readers by name, and the keys by which addresses find the first town's rows."""

    readers: dict[str, User | None]
    town: Town
    keys: dict[str, object]
    clients: dict[str, Client] = field(default_factory=dict)
    # Addresses that ask for a second proof before they look, or whose last part is no row's key.
    without_rows: frozenset[str] = frozenset(
        {"people:invitation", "mfa_remove_webauthn", "mfa_edit_webauthn", "sessions:month"}
    )

    def client(self, reader: str) -> Client:
        """The reader's browser: one for all addresses, signed in once."""
        if reader not in self.clients:
            address = f"192.0.2.{len(self.clients) + 1}"  # each has limits of their own
            self.clients[reader] = Client(raise_request_exception=False, REMOTE_ADDR=address)
            user = self.readers[reader]
            if user is not None:
                self.clients[reader].force_login(user)
        return self.clients[reader]

    def values_of(self, name: str, route: str) -> dict[str, object]:
        """What stands in the variable parts of an address."""
        return {part: self._value(name, part) for part in re.findall(r"<(?:\w+:)?(\w+)>", route)}

    def _value(self, name: str, part: str) -> object:
        if part == "town_slug":
            return self.keys["town"]
        if part == "slug" and name == "front:office_seat_end":
            return self.keys["group"]
        if part == "slug" and name.startswith("digests:"):
            return self.keys["town"]
        if part == "key" and name.startswith("sessions:partner_"):
            return self.keys["contribution"]
        if part == "key" and name in {"sessions:material", "sessions:material_remove"}:
            return self.keys["material"]
        if part == "key" and name.startswith(("partner:", "sessions:question")):
            return self.keys["partner's question" if ":answer" in name else "basket question"]
        if part == "key" and name in {"sessions:note", "sessions:note_remove"}:
            return self.keys["note"]
        if part in {"slug", "key"}:
            return self.keys[next(key for start, key in FINDS if name.startswith(start))]
        if part == "pk":
            return self.keys[next((key for word, key in NUMBERS if word in name), "factor")]
        return self.keys.get(f"{part} of {name}", self.keys[part])


def build() -> World:
    """Everything in the first town is the second town's people's to be kept from."""
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    town, other = make.town("Ayr"), make.town("Alloa")
    lead = make.lead(town, name="Lead of Ayr")
    elsewhere = make.lead(other, name="Lead of Alloa")
    month = shift(month_of(today), -1)
    team = make.second_step(make.team_member(name="Team"))
    steering = make.steering_member(town, name="Steering of Ayr")
    readers: dict[str, User | None] = {
        "signed out": None,
        "nobody": make.user("Nobody"),
        "ended": make.lead(town, name="Ended", until=yesterday, covering=True).user,
        "elsewhere": elsewhere.user,
        "lead": lead.user,
        "link": make.link_lead(town, name="Link of Ayr").user,
        "analyst": make.analyst(town, name="Analyst of Ayr").user,
        "team": team.user,
        "steering": steering.user,
        "national": make.national_leader(name="National").user,
        "evaluator": make.evaluator(name="Evaluator").user,
        "administrator": make.second_step(make.administrator(name="Administrator")).user,
    }
    report = make.submitted_report(about=town, month=month, by=lead.user)
    item = make.item(of=report)
    learning = make.item(of=report, kind=Kind.LEARNING, audience=Audience.COHORT)
    learned = make.item(of=report, kind=Kind.LEARNING, audience=Audience.COHORT)
    make.report(about=town, month=month_of(today))
    question = Question.objects.create(
        item=item, asked_by=team.user, asked_at=timezone.now(), text="How did it go?"
    )
    leaver = make.link_lead(town, name="Leaver of Ayr", until=today + timedelta(days=30))
    absence = Absence.objects.create(
        tenure=lead.tenure, starts_on=today + timedelta(days=30), ends_on=today + timedelta(days=40)
    )
    today_holiday = Holiday.objects.create(council=town.council, on=today, name="Fair day")
    seat = make_seat(steering.tenure)
    now = timezone.now()
    letter = make.letter(lead.person, at=now)
    gathering = make.session(on=today + timedelta(days=7))
    question_asked = make.basket_question(of=gathering, by=lead.user, town=town)
    contribution = make.contribution(to=gathering)
    link, _ = make.partner_link(to=contribution, by=team.user)
    soon = make.contribution(
        to=make.session(on=today + timedelta(days=1))
    )  # its questions are open
    _, partner_token = make.partner_link(to=soon, by=team.user)
    partners_question = make.basket_question(of=soon.session, by=lead.user, town=town)
    friends = make.organisation("Footpath Friends")
    quote = make.quote(about=town, by=lead.user)
    agreed = make.quote(about=town, by=lead.user)
    _, consent_token = make.consent(to=agreed, by=lead.user)
    checked, passage = make_digests(town, by=team.user, at=now)
    feed, feed_token = make_feed("My phone", has_links=True, by=lead.user, at=now)
    return World(
        readers=readers,
        town=town,
        keys={
            "town": town.slug,
            "month": month,
            "council": town.council.slug,
            "day": f"{today_holiday.on:%Y-%m-%d}",
            "number": town.council.school_breaks.create(
                name="October week", starts_on=today, ends_on=today
            ).pk,
            "group": seat.group.slug,
            "seat": seat.pk,
            "outcome": make.outcome("Footways").slug,
            "sector": make.sector("Footpaths").slug,
            "organisation": friends.slug,
            "contact": make.contact(at=friends, by=team.user, town=town).key,
            "item": item.key,
            "learning": learning.key,
            "introduction": make.introduction(about=learned, by=elsewhere).key,
            "gathering": gathering.slug,
            "kind": gathering.kind.slug,
            "series": make.series().slug,
            "contribution": contribution.key,
            "link": link.key,
            "basket question": question_asked.key,
            "partner's question": partners_question.key,
            "material": _material(gathering, by=team.user).key,
            "note": make.note(at=gathering, by=team.user).key,
            "action": make.action(of=gathering, owner=lead.person, by=team.user).key,
            "jot": make.jot(by=lead, noticed_on=today).key,
            "question": question.key,
            "group question": make.group_question(to=town, by=steering.user).key,
            "person": lead.person.key,
            "tenure": lead.tenure.key,
            "leaver's tenure": leaver.tenure.key,
            "absence": absence.pk,
            "token": "no-such-token",
            "token of outbox:why": why_token(letter.key),
            "token of calendar:feed": feed_token,
            "feed": feed.key,
            "token of partner:page": partner_token,
            "token of partner:part": partner_token,
            "token of partner:answer": partner_token,
            "quote": quote.key,
            "agreed quote": agreed.key,
            "quarter": checked.quarter,
            **{f"quarter of digests:{name}": passage.section.digest.quarter for name in PUBLISHED},
            "passage": passage.key,
            "token of consent:page": consent_token,
            "token of outbox:stop": stop_token(lead.person.pk, Standing.NEWS),
            "token of sessions:reply_by_letter": _reply_token(gathering, lead, at=now),
            "letter": letter.key,
            "pause": pause(lane=None, why="A test.", by=team.user.pk, at=now).pk,
            "suppression": suppress(
                "gone@example.org", reason=Suppression.Reason.BOUNCE, evidence="5.1.1", at=now
            ).pk,
            "provider": "postmark",  # none is set
            "factor": 1,
            "session": UserSession.objects.create(
                user=lead.user, ip="192.0.2.99", session_key="another-device"
            ).pk,
        },
    )


def _reply_token(session: CohortSession, holder: make.Holder, *, at: datetime) -> str:
    """The secret by which this one person, who is invited, replies without signing in."""
    one = Invitation.objects.create(session=session, person=holder.person, invited_at=at)
    return reply_token(one.key, until=at + timedelta(days=7))


def _material(session: CohortSession, *, by: User) -> Resource:
    """A file that was found clean."""
    key = keep(ContentFile(b"%PDF-1.7"))
    return make.resource(of=session, by=by, file_key=key)


def make_digests(town: Town, *, by: User, at: datetime) -> tuple[Digest, Passage]:
    """The last quarter's, which towns check; a passage of the one before, which is published."""
    last = shift(quarter_of(timezone.localdate(at)), -QUARTER)
    published = begin_digest(shift(last, -QUARTER), by=by, at=at)
    passage = add_passage(
        published.sections.get(town=town), sort=Sort.LEARNING, text="It went well.", by=by, at=at
    )
    begin_check(published, by=by, at=at)
    begin_freeze(published, by=by, at=at)
    publish(published, by=by, at=at)
    checked = begin_digest(last, by=by, at=at)
    begin_check(checked, by=by, at=at)
    return checked, passage


def make_seat(tenure: Tenure) -> Seat:
    """The seat of a member of a group."""
    assert tenure.group is not None
    return Seat.objects.create(
        group=tenure.group, organisation=make.organisation(), starts_on=tenure.starts_on
    )


def addresses(found: URLResolver | None = None, space: str = "", route: str = "") -> dict[str, str]:
    """Every named address of the portal: its full name, and its route as written."""
    names: dict[str, str] = {}
    for entry in (found or get_resolver()).url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            names |= addresses(entry, inner, path)
        elif isinstance(entry, URLPattern):
            names[f"{space}{entry.name}"] = path
    return names


def missing(value: object) -> object:
    """A value of the same shape that finds nothing."""
    if isinstance(value, date):
        return date(1999, 1, 1)
    if isinstance(value, uuid.UUID):
        return MISSING_KEY
    return 0 if isinstance(value, int) else "nowhere"
