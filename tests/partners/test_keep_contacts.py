"""Whom to write to at a partner: who keeps them, who reads them, and that they can be forgotten."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from audit.models import Entry
from partners.actions.contacts import (
    ChangedMeanwhile,
    Details,
    KnownAlready,
    LeftTooSoon,
    add_contact,
    change_contact,
    remove_contact,
)
from partners.models import Contact
from partners.policies import may_keep_contacts
from partners.queries.contacts import contacts_of, towns_kept
from tests import make
from tests.make import Holder
from towns.models import Town

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 5)

HOLDERS: dict[str, Callable[[Town], Holder]] = {
    "lead": make.lead,
    "link": make.link_lead,
    "analyst": make.analyst,
    "team": lambda _: make.team_member(),
    "steering": make.steering_member,
    "national": lambda _: make.national_leader(),
    "evaluator": lambda _: make.evaluator(),
    "administrator": lambda _: make.administrator(),
}


def added(details: Details, by: Holder) -> Contact:
    return add_contact(make.organisation(), details, key=uuid4(), by=by.user, at=AT)


@pytest.mark.parametrize(
    ("role", "reads", "keeps"),
    [
        ("lead", "own programme", "own"),
        ("link", "own programme", "own"),
        ("analyst", "own programme", ""),
        ("team", "own other programme", "own other programme"),
        ("administrator", "own other programme", ""),
        ("steering", "", ""),
        ("national", "", ""),
        ("evaluator", "", ""),
    ],
)
def test_who_reads_and_who_keeps_contacts(role: str, reads: str, keeps: str) -> None:
    town, other = make.town(), make.town()
    partner, user = make.organisation(), HOLDERS[role](town).user
    for name, place in (("own", town), ("other", other), ("programme", None)):
        make.contact(at=partner, by=user, name=name, town=place)

    rows = Contact.objects.order_by("pk")
    assert " ".join(one.name for one in rows.visible_to(user, on=TODAY)) == reads
    kept = [one.name for one in rows if may_keep_contacts(user, one.town, on=TODAY)]
    assert " ".join(kept) == keeps
    for one in rows:
        if one.name in keeps.split():
            remove_contact(one, by=user, at=AT)
        else:
            with pytest.raises(PermissionDenied):
                remove_contact(one, by=user, at=AT)


def test_only_towns_whose_contacts_one_keeps_are_offered() -> None:
    town, other = make.town("Ayr"), make.town("Alloa")

    assert towns_kept(make.lead(town).user, on=TODAY) == [town]
    assert towns_kept(make.analyst(town).user, on=TODAY) == []
    assert towns_kept(make.team_member().user, on=TODAY) == [other, town]


def test_a_contact_sent_twice_is_one() -> None:
    lead, partner, key = make.lead(), make.organisation(), uuid4()
    details = Details("Rona", email="rona@example.org", town=lead.town)

    for _ in range(2):
        add_contact(partner, details, key=key, by=lead.user, at=AT)

    assert Contact.objects.count() == 1
    assert Entry.objects.filter(verb="contact.added").count() == 1


def test_a_lead_adds_nobody_for_another_town_or_for_the_programme() -> None:
    lead, other = make.lead(), make.town()

    for place in (other, None):
        with pytest.raises(PermissionDenied):
            added(Details("Rona", town=place), lead)


def test_one_address_stands_once_for_a_town_until_they_left() -> None:
    lead, partner = make.lead(), make.organisation()
    rona = make.contact(at=partner, by=lead.user, town=lead.town, email="Rona@example.org")
    again = Details("R. Innes", email="rona@EXAMPLE.org", town=lead.town)

    with pytest.raises(KnownAlready, match=r"Rona, Rona@example\.org"):
        add_contact(partner, again, key=uuid4(), by=lead.user, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.contact(at=partner, by=lead.user, town=lead.town, email="RONA@example.org")
    Contact.objects.filter(pk=rona.pk).update(ends_on=TODAY)
    add_contact(partner, again, key=uuid4(), by=lead.user, at=AT)

    assert Contact.objects.count() == 2


def test_the_programme_too_has_an_address_once() -> None:
    team, partner = make.team_member(), make.organisation()
    make.contact(at=partner, by=team.user)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.contact(at=partner, by=team.user)


def test_who_left_has_a_last_day_that_has_come() -> None:
    lead = make.lead()
    rona = added(Details("Rona", phone="01292 555 0199", town=lead.town), lead)

    for last in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        gone = Details("Rona", phone="01292 555 0199", town=lead.town, ends_on=last)
        with pytest.raises(LeftTooSoon):
            change_contact(rona, gone, seen=rona.changed_at, by=lead.user, at=AT)

    left = Details("Rona", phone="01292 555 0199", town=lead.town, ends_on=TODAY)
    change_contact(rona, left, seen=rona.changed_at, by=lead.user, at=AT)
    found = contacts_of([rona.organisation_id], lead.user, on=TODAY)
    assert found.there == []
    assert [(row.contact.name, row.dial) for row in found.left] == [("Rona", "012925550199")]


def test_what_another_changed_meanwhile_is_shown_not_overwritten() -> None:
    lead = make.lead()
    rona = added(Details("Rona", email="rona@example.org", town=lead.town), lead)
    link = make.link_lead(lead.town)
    seen = rona.changed_at
    change_contact(
        rona, Details("Rona Innes", email="rona@example.org", town=lead.town),
        seen=seen, by=link.user, at=AT,
    )  # fmt: skip

    with pytest.raises(ChangedMeanwhile, match=r"Rona Innes, rona@example\.org"):
        change_contact(
            rona, Details("R.", email="r@example.org", town=lead.town),
            seen=seen, by=lead.user, at=AT,
        )  # fmt: skip
    assert Contact.objects.get().name == "Rona Innes"


def test_a_contact_cannot_be_moved_to_a_town_that_one_does_not_keep() -> None:
    lead = make.lead()
    rona = added(Details("Rona", town=lead.town), lead)

    with pytest.raises(PermissionDenied):
        change_contact(
            rona, Details("Rona", town=make.town()), seen=rona.changed_at, by=lead.user, at=AT
        )


def test_of_one_who_was_removed_no_table_knows_anything() -> None:
    lead = make.lead()
    words = Details(
        "Qxname Innes", role="Qxrole", email="qxmail@example.org", phone="+44 1292 555 0199",
        town=lead.town,
    )  # fmt: skip
    rona = added(words, lead)
    change_contact(
        rona, Details("Qxname Other", email="qxmail@example.org", town=lead.town),
        seen=rona.changed_at, by=lead.user, at=AT,
    )  # fmt: skip
    assert holding("qx") == ["Contact"]

    remove_contact(rona, by=lead.user, at=AT)

    assert holding("qx") == []
    assert holding("1292 555") == []
    assert Entry.objects.filter(verb="contact.removed").count() == 1


def holding(word: str) -> list[str]:
    """The tables in whose rows a word stands."""
    found = []
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if not field.is_relation]
        for name in names:
            cast = {"as_text": Cast(name, TextField())}
            rows = model._default_manager.order_by().values("pk").annotate(**cast)
            if rows.filter(as_text__icontains=word).exists():
                found.append(model.__name__)
                break
    return found
