"""`scene`: signs people in, finds the pages to measure, counts their statements; prints JSON."""

import time
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import pages
from bench.pages import Page, Scene, Spot
from kit.periods import month_of
from people.adapter import SIGNED_IN_AT
from people.models import User
from reflections.models import Item, Obligation, Report
from sessions.models import CohortSession
from towns.models import Role, Tenure, Town


@dataclass(frozen=True)
class Place:
    """A page, its address, and who asks for it."""

    page: Page
    path: str
    user: User


class Command(BaseCommand):
    help = "Prepare this database to be measured, and print what is where."

    def handle(self, *_args: object, **_options: object) -> None:
        """One scene as JSON."""
        settings.ALLOWED_HOSTS.append("testserver")
        self.stdout.write(scene().to_json())


def scene() -> Scene:
    """The pages of this database, each with a session and its number of statements."""
    sent, places = _places()
    clients = {place.user.pk: _signed_in(place.user) for place in places}
    spots = {}
    for place in places:
        client = clients[place.user.pk]
        reopen(sent)
        spots[place.page.name] = Spot(
            path=place.path,
            session=client.session.session_key or "",
            statements=statements(client, place),
        )
    reopen(sent)
    return Scene(Town.objects.count(), settings.SESSION_COOKIE_NAME, sent.pk, spots)


def statements(client: Client, place: Place) -> int:
    """How many statements a page takes when it is asked for again, all of them counted."""
    ask, expected = (client.post, 302) if place.page.is_sent else (client.get, 200)
    if not place.page.is_sent:
        client.get(place.path)
    with CaptureQueriesContext(connection) as captured:
        answer = ask(place.path)
    assert answer.status_code == expected, f"{place.page.name} answered {answer.status_code}."
    return len(captured)


def reopen(report: Report) -> None:
    """Take the report back that a page submits."""
    with connection.cursor() as cursor:
        for statement in pages.REOPENING:
            cursor.execute(statement, {"report": report.pk})


def _places() -> tuple[Report, list[Place]]:
    """The report that is submitted again and again, and where all the pages are."""
    today = timezone.localdate()
    owed = Obligation.objects.owed().filter(
        month=month_of(today), holder__person__user__isnull=False
    )
    first, second = owed.select_related("town", "holder__person__user").order_by("town__name")[:2]
    written, read = _furnished(first)
    sent, _ = _furnished(second)
    lead, other_lead = (row.holder.person.user for row in (first, second) if row.holder)
    team = Tenure.objects.active(on=today).of_role(Role.PROGRAMME_TEAM)
    member = User.objects.get(person=team.filter(person__user__isnull=False).earliest("pk").person)
    soon = next_session(lead).slug
    check = reverse("reflections:check", args=[sent.town.slug, sent.month])
    return sent, [
        Place(pages.HOME_OF_LEAD, "/", lead),
        Place(pages.HOME_OF_TEAM, "/", member),
        Place(pages.GRID, reverse("reflections:grid"), member),
        Place(pages.REPORT_READ, read.get_absolute_url(), member),
        Place(pages.REPORT_WRITTEN, written.get_absolute_url(), lead),
        Place(pages.REPORT_SENT, check, other_lead),
        Place(pages.SESSIONS_LISTED, reverse("sessions:sessions"), lead),
        Place(pages.SESSION_READ, reverse("sessions:session", args=[soon]), lead),
    ]


def next_session(user: User) -> CohortSession:
    """The one to come to which a person looks first."""
    today = timezone.localdate()
    seen = CohortSession.objects.visible_to(user, on=today)
    return seen.filter(state=CohortSession.State.SCHEDULED, on__gt=today).earliest("on", "pk")


def _furnished(owed: Obligation) -> tuple[Report, Report]:
    """That month's open report, begun with the items of the one handed over last; and that one."""
    assert owed.holder is not None
    reports = Report.objects.filter(town=owed.town_id).select_related("town")
    begun = reports.get(month=owed.month)
    last = reports.filter(status=Report.Status.SUBMITTED, items__isnull=False).latest("month")
    Item.objects.filter(report=begun).update(withdrawn_at=timezone.now())
    for item in Item.objects.standing().filter(report=last).in_order():
        copy = Item.objects.create(
            report=begun,
            kind=item.kind,
            text=item.text,
            position=item.position,
            author=owed.holder.person,
            audience=item.audience,
            open_findings=item.open_findings,
        )
        copy.outcomes.set(item.outcomes.all())
        copy.organisations.set(item.organisations.all())
    return begun, last


def _signed_in(user: User) -> Client:
    """A browser in which that person has just signed in, with their second step set up."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {}}
    )
    client = Client(headers={"accept-encoding": "gzip, br"})
    client.force_login(user)
    session = client.session
    session[SIGNED_IN_AT] = time.time()
    session.save()
    return client
