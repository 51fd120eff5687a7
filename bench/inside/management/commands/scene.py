"""`scene`: signs people in, finds the pages to measure, counts their statements; prints JSON."""

import time
from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import pages
from bench.inside.places import Place, places_of_digests, places_of_learning
from bench.pages import Scene, Spot
from kit.periods import month_of
from people.adapter import SIGNED_IN_AT
from people.models import User
from reflections.models import Item, Obligation, Report
from sessions.models import CohortSession
from sessions.queries.lines import lines_of
from towns.models import Role, Tenure, Town


class Command(BaseCommand):
    help = "Prepare this database to be measured, and print what is where."

    def handle(self, *_args: object, **_options: object) -> None:
        """One scene as JSON."""
        settings.ALLOWED_HOSTS.append("testserver")
        self.stdout.write(scene().to_json())


def scene() -> Scene:
    """The demonstration's pages."""
    return scene_of(_places())


def scene_of(places: Sequence[Place]) -> Scene:
    """These pages of this database, each with a session and its number of statements."""
    clients = {place.user.pk: _signed_in(place.user) for place in places}
    spots = {}
    for place in places:
        client = clients[place.user.pk]
        undo(place)
        spots[place.page.name] = Spot(
            path=place.path,
            session=client.session.session_key or "",
            statements=statements(client, place),
            fields=place.fields,
            row=place.row,
        )
        undo(place)
    return Scene(Town.objects.count(), settings.SESSION_COOKIE_NAME, spots)


def statements(client: Client, place: Place) -> int:
    """How many statements a page takes when it is asked for again, all of them counted."""
    expected = 302 if place.page.is_sent else 200
    if not place.page.is_sent:
        client.get(place.path)
    with CaptureQueriesContext(connection) as captured:
        if place.page.is_sent:
            answer = client.post(place.path, place.fields)
        else:
            answer = client.get(place.path)
    assert answer.status_code == expected, f"{place.page.name} answered {answer.status_code}."
    return len(captured)


def undo(place: Place) -> None:
    """Take back what a page that is sent has done."""
    with connection.cursor() as cursor:
        for statement in place.page.undo:
            cursor.execute(statement, {"row": place.row})


def _places() -> list[Place]:
    """Where all the pages are."""
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
    at_door = session_to_register()
    register = reverse("sessions:register", args=[at_door.slug])
    pressed = {"mark": f"{lines_of(at_door)[0][0].key} 0 present"}
    return [
        Place(pages.HOME_OF_LEAD, "/", lead),
        Place(pages.HOME_OF_TEAM, "/", member),
        Place(pages.GRID, reverse("reflections:grid"), member),
        Place(pages.REPORT_READ, read.get_absolute_url(), member),
        Place(pages.REPORT_WRITTEN, written.get_absolute_url(), lead),
        Place(pages.REPORT_SENT, check, other_lead, row=sent.pk),
        Place(pages.SESSIONS_LISTED, reverse("sessions:sessions"), lead),
        Place(pages.SESSION_READ, reverse("sessions:session", args=[soon]), lead),
        Place(pages.SESSIONS_OF_MONTH, reverse("sessions:this_month"), lead),
        Place(pages.REGISTER, register, member),
        Place(pages.REGISTER_SAVED, register, member, fields=pressed, row=at_door.pk),
        *places_of_learning(lead, member),
        *places_of_digests(member),
    ]


def next_session(user: User) -> CohortSession:
    """The one to come to which a person looks first."""
    today = timezone.localdate()
    seen = CohortSession.objects.visible_to(user, on=today)
    return seen.filter(state=CohortSession.State.SCHEDULED, on__gt=today).earliest("on", "pk")


def session_to_register() -> CohortSession:
    """The last that began and is not closed; its register is empty."""
    states = [*CohortSession.DATED, CohortSession.State.HELD]
    begun = CohortSession.objects.filter(state__in=states, begins_at__lt=timezone.now())
    found = begun.latest("begins_at", "pk")
    found.attendance.all().delete()
    return found


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
