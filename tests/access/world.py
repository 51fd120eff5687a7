"""A small complete world: two towns, every kind of reader, and one row of each kind for addresses to point at."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from kit.periods import month_of, shift
from people.models import User
from reflections.models import Item, Jot, Question, Report
from tests import make
from towns.models import Absence, Town

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


@dataclass
class World:
    """Readers by name, and the values by which addresses find the first town's rows."""

    readers: dict[str, User | None]
    values: dict[str, object]
    town: Town
    report: Report
    item: Item
    question: Question
    jot: Jot


def build() -> World:
    """Everything in the first town is the second town's people's to be kept from."""
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    town, other = make.town("Ayr"), make.town("Alloa")
    lead = make.lead(town, name="Lead of Ayr")
    month = shift(month_of(today), -1)
    team = make.team_member(name="Team")
    steering = make.steering_member(town, name="Steering of Ayr")
    readers: dict[str, User | None] = {
        "signed out": None,
        "nobody": make.user("Nobody"),
        "ended": make.lead(town, name="Ended", until=yesterday, covering=True).user,
        "elsewhere": make.lead(other, name="Lead of Alloa").user,
        "lead": lead.user,
        "link": make.link_lead(town, name="Link of Ayr").user,
        "analyst": make.analyst(town, name="Analyst of Ayr").user,
        "team": team.user,
        "steering": steering.user,
        "national": make.national_leader(name="National").user,
        "evaluator": make.evaluator(name="Evaluator").user,
        "administrator": make.administrator(name="Administrator").user,
    }
    report = make.submitted_report(about=town, month=month, by=lead.user)
    item = make.item(of=report)
    make.report(about=town, month=month_of(today))
    question = Question.objects.create(
        item=item, asked_by=team.user, asked_at=timezone.now(), text="How did it go?"
    )
    absence = Absence.objects.create(
        tenure=lead.tenure, starts_on=today + timedelta(days=30), ends_on=today + timedelta(days=40)
    )
    jot = make.jot(by=lead, noticed_on=today)
    values = {
        "town_slug": town.slug,
        "council_slug": town.council.slug,
        "group_slug": steering.tenure.group.slug,  # type: ignore[union-attr] -- made with one
        "outcome_slug": make.outcome("Footways").slug,
        "organisation_slug": make.organisation("Paths for All").slug,
        "month": month,
        "item_key": item.key,
        "jot_key": jot.key,
        "question_key": question.key,
        "person_key": lead.person.key,
        "tenure_key": lead.tenure.key,
        "absence": absence.pk,
    }
    return World(readers, values, town, report, item, question, jot)


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
