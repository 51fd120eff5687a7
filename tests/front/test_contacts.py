"""Contacts on a partner's page, and the pages by which they are kept."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.budgets import DETAIL, FORM, SENT_FORM
from partners.models import Contact
from partners.queries.contacts import A_PAGE
from people.actions.organisations import merge_organisations
from people.models import Organisation
from tests import make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
RONA = {"name": "Rona Innes", "role": "Paths officer", "email": "rona@example.org", "phone": ""}


def client_of(holder: make.Holder) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def page_of(client: Client, partner: Organisation) -> str:
    return client.get(reverse("partners:partner", args=[partner.slug])).content.decode()


def new(partner: Organisation) -> str:
    return reverse("partners:new_contact", args=[partner.slug])


def test_a_lead_adds_a_contact_and_finds_it_with_links_to_write_and_to_dial() -> None:
    lead, partner = make.lead(make.town("Ayr")), make.organisation("Paths for All")
    client = client_of(lead)
    sent = RONA | {"phone": "01292 555 0199", "place": lead.town.slug, "key": str(uuid4())}

    answer = client.post(new(partner), sent)

    assert answer["Location"] == reverse("partners:partner", args=[partner.slug])
    page = page_of(client, partner)
    for words in (
        "Rona Innes", "Paths officer", 'href="mailto:rona@example.org"',
        'href="tel:012925550199"', "Ayr&#x27;s contact",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": " "}, "name", "Enter their name."),
        ({"email": ""}, "email", "Enter an e-mail address, a telephone number, or both."),
        ({"email": "rona"}, "email", "Enter an address like name@example.org."),
        ({"phone": "ask Jim"}, "phone", "Enter a telephone number, like 01292 555 0199."),
        ({"place": "nowhere"}, "place", "Choose one of the list."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_is_lost(
    typed: dict[str, str], field: str, sentence: str
) -> None:
    lead, partner = make.lead(), make.organisation()
    sent = RONA | {"place": lead.town.slug, "key": str(uuid4())} | typed

    answer = client_of(lead).post(new(partner), sent)

    assert answer.context["form"].errors == {field: [sentence]}
    assert answer.context["form"]["role"].value() == "Paths officer"
    assert Contact.objects.count() == 0


def test_one_town_is_not_asked_for_and_the_team_chooses_of_all() -> None:
    town, partner = make.town("Ayr"), make.organisation()

    of_lead = client_of(make.lead(town)).get(new(partner)).context["form"]["place"]
    team = make.second_step(make.team_member())
    of_team = client_of(team).get(new(partner)).context["form"]["place"]

    assert (of_lead.field.widget.is_hidden, of_lead.value()) == (True, town.slug)
    assert [words for _, words in of_team.field.choices] == [
        "The whole programme's",
        "Ayr's",
    ]


def test_changed_meanwhile_is_said_and_sent_once_more_it_is_kept() -> None:
    lead, partner = make.lead(), make.organisation()
    rona = make.contact(at=partner, by=lead.user, town=lead.town)
    client, address = client_of(lead), reverse("partners:contact", args=[rona.key])
    seen = client.get(address).context["form"]["seen_at"].value()
    Contact.objects.get().save()
    sent = RONA | {"place": lead.town.slug, "seen_at": seen}

    refused = client.post(address, sent)
    form = refused.context["form"]
    assert "Somebody else has changed this contact meanwhile" in form.errors["__all__"][0]
    client.post(address, sent | {"seen_at": form["seen_at"].value()})

    assert Contact.objects.get().name == "Rona Innes"


def test_an_address_says_nothing_but_whom_to_write_to() -> None:
    lead, partner = make.lead(), make.organisation()
    address = "rona?bcc=all@example.org"
    make.contact(at=partner, by=lead.user, town=lead.town, email=address)

    assert 'href="mailto:rona%3Fbcc%3Dall@example.org"' in page_of(client_of(lead), partner)


def test_who_left_stands_apart_and_who_was_removed_nowhere() -> None:
    lead, partner = make.lead(), make.organisation()
    client = client_of(lead)
    rona = make.contact(at=partner, by=lead.user, town=lead.town, ends_on=TODAY)
    assert "Who left (1)" in page_of(client, partner)

    address = reverse("partners:remove_contact", args=[rona.key])
    assert "Remove Rona?" in client.get(address).content.decode()
    client.post(address)

    assert "Rona" not in page_of(client, partner)
    assert Contact.objects.count() == 0


def test_contacts_of_what_was_merged_into_a_partner_stand_with_it() -> None:
    lead, team = make.lead(), make.team_member()
    older, partner = make.organisation("Sustrans"), make.organisation("Walk Wheel Cycle Trust")
    make.contact(at=older, by=lead.user, town=lead.town)
    merge_organisations(older, into=partner, by=team.user, at=timezone.now())

    client = client_of(lead)

    assert "rona@example.org" in page_of(client, partner)
    client.post(new(older), RONA | {"place": lead.town.slug, "key": str(uuid4())})
    assert partner.contacts.count() == 1


def test_more_contacts_than_a_page_holds_are_reached_by_a_link() -> None:
    lead, partner = make.lead(), make.organisation()
    client = client_of(lead)
    for number in range(A_PAGE + 1):
        name = f"C{number:03}"
        make.contact(
            at=partner, by=lead.user, town=lead.town, name=name, email=f"{name}@example.org"
        )
    last = f"C{A_PAGE:03}"

    first = page_of(client, partner)
    assert "C000" in first
    assert last not in first
    assert 'href="?contacts=2#contacts"' in first
    address = reverse("partners:partner", args=[partner.slug])
    second = client.get(f"{address}?contacts=2").content.decode()
    assert last in second
    assert "C000" not in second
    assert 'href="?contacts=1#contacts"' in second
    assert "More contacts" not in second


@pytest.mark.parametrize("said", ["0", "-1", "x", "²", "99999999999999999999", ""])
def test_a_page_of_contacts_that_is_none_is_the_first(said: str) -> None:
    lead, partner = make.lead(), make.organisation()
    make.contact(at=partner, by=lead.user, town=lead.town)

    address = reverse("partners:partner", args=[partner.slug])
    page = client_of(lead).get(address, {"contacts": said})

    assert "rona@example.org" in page.content.decode()


def test_the_pages_take_no_more_statements_for_many_contacts() -> None:
    lead, partner = make.lead(), make.organisation()
    client, found = client_of(lead), []
    for number in (1, 20):
        while Contact.objects.count() < number:
            name = f"C{Contact.objects.count()}"
            make.contact(at=partner, by=lead.user, town=lead.town, name=name)
        address = reverse("partners:contact", args=[Contact.objects.all()[0].key])
        found.append(
            (
                statements_of(client, reverse("partners:partner", args=[partner.slug])),
                statements_of(client, new(partner)),
                statements_of(client, address),
            )
        )

    assert found[0] == found[1]
    assert found[0][0] <= DETAIL.statements
    assert max(found[0][1:]) <= FORM.statements
    key = {"place": lead.town.slug, "key": str(uuid4())}
    assert statements_of(client, new(partner), RONA | key) <= SENT_FORM.statements


def statements_of(client: Client, path: str, sent: dict[str, str] | None = None) -> int:
    """Those of a page asked for a second time, or of a form that is sent."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path) if sent is None else client.post(path, sent)
    return len(captured)
