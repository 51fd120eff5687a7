"""Before a merger every row that names the organisation is shown, and taking it back undoes it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.budgets import SENT_FORM
from front.queries.mergers import EXAMPLES, KINDS, touched_by_merger
from partners.models import Contact, Tie, TieObservation
from people.actions.organisations import merge_organisations, part_organisations
from people.models import Organisation, OrganisationName, Person
from reflections.models import Audience, Kind
from sessions.models import Attendance, Contribution
from tests import make
from towns.models import Seat

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def fields_naming_organisations() -> Iterator[str]:
    for model in apps.get_models():
        is_copy = hasattr(model, "pgh_tracked_model") or not model._meta.managed
        for field in [] if is_copy else [*model._meta.fields, *model._meta.many_to_many]:
            if field.related_model is Organisation:
                yield f"{model._meta.app_label}.{model.__name__}.{field.name}"


def test_every_field_that_names_an_organisation_has_a_line_in_the_preview() -> None:
    assert set(fields_naming_organisations()) == set(KINDS)


def touched(organisation: Organisation, holder: make.Holder) -> dict[str, list[str]]:
    found = touched_by_merger(organisation, holder.user, on=TODAY)
    return {kind.words: [one.words for one in kind.examples] for kind in found}


def busy() -> tuple[Organisation, make.Holder]:
    """An organisation that every kind of row names once, and a Project Lead who reported it."""
    partner, lead = make.organisation("Sustrans"), make.lead(make.town("Ayr"))
    partner.names.create(name="Railway Paths", until_on=date(1995, 1, 1))
    part = make.organisation("Sustrans Scotland")
    Organisation.objects.filter(pk=part.pk).update(parent=partner)
    older = make.organisation("Cyclebag")
    team = make.team_member().user
    merge_organisations(older, into=partner, by=team, at=timezone.now())
    session = make.session(on=TODAY - timedelta(days=3), title="Safer routes")
    make.contribution(to=session, by=partner)
    Attendance.objects.create(
        session=session,
        name="Isla",
        organisation=partner,
        recorded_at=timezone.now(),
        recorded_by=team,
    )
    Person.objects.filter(pk=lead.user.person_id).update(organisation=partner)
    tenure = make.steering_member(lead.town).tenure
    assert tenure.group is not None
    Seat.objects.create(group=tenure.group, organisation=partner, starts_on=tenure.starts_on)
    report = make.submitted_report(about=lead.town, month=date(2026, 7, 1), by=lead.user)
    make.item(of=report, kind=Kind.CONNECTION, audience=Audience.COHORT).organisations.add(partner)
    tie = Tie.objects.create(town=lead.town, organisation=partner)
    TieObservation.objects.create(tie=tie, source="baseline", on=TODAY)
    Contact.objects.create(
        organisation=partner, town=lead.town, name="Rona", starts_on=TODAY, added_by=lead.user
    )
    return partner, lead


def test_each_kind_is_shown_with_how_many_there_are_and_some_of_them() -> None:
    partner, _ = busy()

    found = touched(partner, make.team_member(name="Reader"))

    assert list(found) == [
        "1 other name",
        "1 team or programme",
        "1 organisation that was merged into it before",
        "1 session to which it brought something",
        "1 line in a session's register",
        "1 item of a report",
        "1 tie with a town",
        "1 contact",
        "1 person who works there",
        "1 seat in a group",
    ]
    assert found["1 item of a report"] == ["Ayr, July 2026"]
    assert found["1 line in a session's register"][0].startswith("Isla, ")
    assert found["1 session to which it brought something"][0].startswith("Safer routes, ")


def test_what_names_one_merged_into_it_before_is_shown_too() -> None:
    partner, older, team = make.organisation(), make.organisation(), make.team_member()
    make.contribution(to=make.session(on=TODAY), by=older)
    merge_organisations(older, into=partner, by=team.user, at=timezone.now())

    assert "1 session to which it brought something" in touched(partner, team)


def test_of_many_some_are_shown_and_the_rest_is_counted() -> None:
    partner, team = make.organisation(), make.team_member()
    for number in range(EXAMPLES + 3):
        partner.names.create(name=f"Name {number}", is_alias=True)

    [kind] = touched_by_merger(partner, team.user, on=TODAY)

    assert (kind.words, len(kind.examples), kind.more) == ("8 other names", EXAMPLES, 3)


def test_an_item_that_its_reader_may_not_read_is_not_counted_nor_the_tie_it_tells_of() -> None:
    partner, lead = make.organisation(), make.lead()
    report = make.submitted_report(about=lead.town, month=date(2026, 7, 1), by=lead.user)
    item = make.item(of=report, kind=Kind.CONNECTION, audience=Audience.TEAM, sensitive=True)
    item.organisations.add(partner)
    tie = Tie.objects.create(town=lead.town, organisation=partner)
    item.observations.add(TieObservation.objects.create(tie=tie, source="connection", on=TODAY))

    assert touched(partner, make.team_member()) == {}
    assert set(touched(partner, lead)) == {"1 item of a report", "1 tie with a town"}


def test_an_administrator_reads_no_reports_and_counts_none() -> None:
    partner, _ = busy()

    found = touched(partner, make.administrator())

    assert "1 person who works there" in found
    assert "1 item of a report" not in found
    assert "1 tie with a town" not in found


def kept(*models: type[Model]) -> str:
    """All rows of these models, but for the moment at which one was changed last."""
    rows = [row for model in models for row in model._default_manager.order_by("pk")]
    fields = {field.name for model in models for field in model._meta.get_fields()}
    return str(serializers.serialize("json", rows, fields=fields - {"changed_at"}))


def test_a_merger_that_is_taken_back_leaves_every_row_as_it_was() -> None:
    partner, lead = busy()
    other, team = make.organisation("Walk Wheel Cycle Trust"), make.team_member()
    models = (
        Organisation, OrganisationName, Person, Seat, Contribution, Attendance, Tie,
        TieObservation, Contact, lead.town.reports.get().items.model,
    )  # fmt: skip
    before = kept(*models)

    merge_organisations(partner, into=other, by=team.user, at=timezone.now())
    while_merged = kept(*models)
    part_organisations(partner, by=team.user, at=timezone.now())

    assert while_merged != before
    assert kept(*models) == before


def test_the_page_shows_it_in_a_bounded_number_of_statements(client: Client) -> None:
    client.force_login(make.second_step(make.team_member()).user)
    other, found = make.organisation("Walk Wheel"), []
    partner, _ = busy()
    page = reverse("front:office_merge", args=[partner.slug])
    for number in (0, 20):
        for count in range(number):
            partner.names.create(name=f"Name {count}", is_alias=True)
            make.contribution(to=make.session(on=TODAY), by=partner)
        client.post(page, {"into": other.name})
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(page, {"into": other.name})
        found.append(len(captured))

    assert "21 sessions to which it brought something" in answer.content.decode()
    assert "and 16 more" in answer.content.decode()
    assert found[0] == found[1] <= SENT_FORM.statements
