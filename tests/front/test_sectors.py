"""Sectors: rows that the office edits; organisations are of them, lists are narrowed by them."""

import csv
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from bench.budgets import FORM, SENT_FORM
from front.actions.organisations import say_sector
from front.actions.register import export_register
from front.actions.sectors import add_sector, change_sector
from front.queries.pairs import pairs_of
from partners.models import TieObservation
from people.actions.organisations import merge_organisations
from people.models import Organisation, Sector
from people.queries import sectors_in_order
from tests import make
from tests.front.pages import Answer, words
from tests.front.test_partners import listed, page_of
from tests.front.test_relationships import MAP, note

pytestmark = pytest.mark.django_db

NOW, TODAY = timezone.now(), timezone.localdate()
THIRD, LOCAL, HEALTH = "third-sector", "local-government", "health-and-social-care"


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member()).user)
    return client


def of(slug: str, name: str = "") -> Organisation:
    """An organisation of a sector."""
    made = make.organisation(name)
    made.sector = Sector.objects.get(slug=slug)
    made.save()
    return made


def in_order() -> list[str]:
    return [sector.name for sector in sectors_in_order()]


def send(team: Client, table: str) -> Answer:
    """To the page that shows what would change in the register."""
    file = SimpleUploadedFile("register.csv", table.encode(), "text/csv")
    return team.post(reverse("front:office_register_import"), {"file": file})


def keep(team: Client, shown: Answer) -> None:
    team.post(reverse("front:office_register_confirm"), shown.context["confirm"].initial)


def test_a_new_portal_knows_nine_sectors() -> None:
    assert in_order()[:3] == ["Local government", "Health and social care", "National public body"]
    assert len(in_order()) == 9


def test_the_office_adds_a_sector_once_and_it_stands_last(team: Client) -> None:
    typed = {"name": " Faith \u2013 groups "}
    team.post(reverse("front:office_new_sector"), typed)
    again = team.post(reverse("front:office_new_sector"), {"name": "FAITH - GROUPS"})

    assert in_order()[-1] == "Faith - groups"
    assert "There is a sector called FAITH - GROUPS already" in words(again)
    assert len(in_order()) == 10
    assert Entry.objects.filter(verb="sector.added").count() == 1


def test_the_office_renames_and_moves_a_sector_and_organisations_stay_in_it(team: Client) -> None:
    body = of(THIRD)
    address = reverse("front:office_sector", args=[THIRD])

    team.post(address, {"name": "Voluntary sector", "position": "1"})

    assert in_order()[:2] == ["Voluntary sector", "Local government"]
    assert [sector.position for sector in sectors_in_order()] == list(range(1, 10))
    body.refresh_from_db()
    assert body.sector == Sector.objects.get(slug=THIRD)
    assert "There is a sector called business already" in words(
        team.post(address, {"name": "business", "position": "1"})
    )
    assert "Enter a name that has letters" in words(
        team.post(address, {"name": "\u202e", "position": "1"})
    )
    assert Sector.objects.get(slug=THIRD).name == "Voluntary sector"


def test_nobody_but_the_office_changes_sectors_or_says_them() -> None:
    user, body, sector = make.lead().user, make.organisation(), make.sector()

    with pytest.raises(PermissionDenied):
        add_sector("Faith", by=user, at=NOW)
    with pytest.raises(PermissionDenied):
        change_sector(sector, name="Faith", position=1, by=user, at=NOW)
    with pytest.raises(PermissionDenied):
        say_sector(body, sector=sector, by=user, at=NOW)


@pytest.mark.parametrize("name", ["", "THIRD SECTOR"])
def test_the_database_keeps_sectors_with_a_name_and_each_once(name: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Sector.objects.create(name=name, slug="another", position=20)


def test_a_sector_of_which_organisations_are_is_not_deleted() -> None:
    of(THIRD)

    with pytest.raises(ProtectedError):
        Sector.objects.get(slug=THIRD).delete()


def test_the_office_says_the_sector_of_an_organisation_and_takes_it_back(team: Client) -> None:
    new = {"name": "Ayr Shed", "kind": "body", "sector": THIRD}
    team.post(reverse("front:office_new_organisation"), new)
    shed = Organisation.objects.get(name="Ayr Shed")
    told = words(team.get(reverse("front:office_organisation", args=[shed.slug])))
    address = reverse("front:office_organisation_kind", args=[shed.slug])

    form = words(team.get(address))
    team.post(address, {"kind": "body"})
    team.post(address, {"kind": "body"})

    assert "Organisation, Third sector" in told
    assert 'value="third-sector" selected' in form
    shed.refresh_from_db()
    assert shed.sector is None
    assert Entry.objects.filter(verb="organisation.sector_said").count() == 1
    refused = team.post(address, {"kind": "body", "sector": "no-such"})
    assert "Choose a sector of the list." in words(refused)


def test_an_organisation_is_added_where_it_is_named_without_a_sector(team: Client) -> None:
    team.post(reverse("front:office_new_organisation"), {"name": "Ayr Shed", "kind": "body"})

    assert Organisation.objects.get(name="Ayr Shed").sector is None


def test_the_forms_keep_to_their_statements(team: Client) -> None:
    shed = of(THIRD)
    for number in range(20):
        make.organisation(f"Body {number}")
    address = reverse("front:office_organisation_kind", args=[shed.slug])
    with CaptureQueriesContext(connection) as shown:
        team.get(address)
    with CaptureQueriesContext(connection) as kept:
        assert team.post(address, {"kind": "body", "sector": LOCAL}).status_code == 302

    asked = [one for one in kept if "SAVEPOINT" not in one["sql"]]
    assert len(shown) <= FORM.statements
    assert len(asked) <= SENT_FORM.statements


def test_the_register_as_a_file_tells_sectors_and_changes_nothing_when_it_is_read(
    team: Client,
) -> None:
    of(THIRD, "Ayr Shed")
    make.organisation("Unsaid")
    table = export_register(by=make.team_member().user, at=NOW)

    shown = send(team, table)

    rows = list(csv.DictReader(table.lstrip("\ufeff").splitlines()))
    assert {row["name"]: row["sector"] for row in rows} == {
        "Ayr Shed": "Third sector",
        "Unsaid": "",
    }
    assert "Nothing would change." in words(shown)


def test_a_file_says_sectors_of_known_and_new_ones_and_takes_them_back(team: Client) -> None:
    of(THIRD, "Ayr Shed")
    of(LOCAL, "Council")
    shown = send(
        team, "name,sector\nAyr Shed,\nCouncil,HEALTH and social care\nNew,Police and fire\n"
    )
    keep(team, shown)

    assert "Ayr Shed: sector: not said" in words(shown)
    assert "Council: sector: Health and social care" in words(shown)
    found = dict(Organisation.objects.values_list("name", "sector__slug"))
    assert found == {"Ayr Shed": None, "Council": HEALTH, "New": "police-and-fire"}


def test_a_file_without_the_column_leaves_sectors_as_they_are(team: Client) -> None:
    shed = of(THIRD, "Ayr Shed")

    shown = send(team, "name,kind\nAyr Shed,network\n")
    keep(team, shown)

    shed.refresh_from_db()
    assert (shed.kind, shed.sector) == ("network", Sector.objects.get(slug=THIRD))


def test_a_sector_that_is_none_is_named_with_its_row_and_nothing_is_kept(team: Client) -> None:
    answer = send(team, "name,sector\nNew,Business\nNewer,Gardening\n")

    assert "Row 3, sector: “Gardening” is no sector. Write Local government, Health" in words(
        answer
    )
    assert "confirm" not in answer.context
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (THIRD, LOCAL, "is in the sector Third sector today; from then on it counts as New does"),
        (
            "",
            LOCAL,
            "no sector is said today; from then on it counts as New does: Local government",
        ),
        (THIRD, "", "counts as New does: no sector is said."),
        (THIRD, THIRD, ""),
    ],
)
def test_before_a_merger_it_is_said_in_which_sector_both_will_count(
    team: Client, before: str, after: str, sentence: str
) -> None:
    old, new = make.organisation("Old"), make.organisation("New")
    for body, slug in ((old, before), (new, after)):
        body.sector = Sector.objects.filter(slug=slug).first()
        body.save()

    shown = words(team.post(reverse("front:office_merge", args=[old.slug]), {"into": "New"}))

    assert sentence in shown
    assert ("from then on it counts" in shown) == bool(sentence)


def test_partners_are_narrowed_by_sector_and_tell_theirs(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)
    shed = of(THIRD, "Ayr Shed")
    of(LOCAL, "South Council")

    assert listed(client, sector=THIRD) == ["Ayr Shed"]
    assert listed(client, sector="no-such") == []
    assert listed(client, name="shed", sector=LOCAL) == []
    assert '<p class="cp-rows__side">Third sector</p>' in words(
        client.get(reverse("partners:partners"), {"sector": THIRD})
    )
    assert "Organisation, Third sector" in page_of(client, shed)


def test_a_letter_and_a_page_keep_the_sector(client: Client) -> None:
    client.force_login(make.lead().user)
    for number in range(40):
        of(THIRD, f"Partner {number:02}")

    page = client.get(reverse("partners:partners"), {"sector": THIRD})

    assert page.context["older"].startswith(f"?sector={THIRD}&after=")
    assert [letter for letter, _, _ in page.context["letters"]] == ["P"]


def mapped(client: Client, **asked: str) -> set[str]:
    found = client.get(reverse(MAP), asked).context["map"]
    return {node.name for node in found.organisations}


def test_the_map_is_narrowed_by_what_an_organisation_is_today(client: Client) -> None:
    lead = make.lead()
    shed, trust, old = of(THIRD, "Ayr Shed"), of(LOCAL, "Bute Trust"), of(THIRD, "Old Trust")
    for body in (shed, trust, old):
        note(lead.town, TieObservation.Source.BASELINE, body, date(2026, 10, 1))
    client.force_login(lead.user)

    assert mapped(client, sector=THIRD) == {"Ayr Shed", "Old Trust"}
    merge_organisations(old, into=trust, by=make.team_member().user, at=NOW)
    assert mapped(client, sector=THIRD) == {"Ayr Shed"}
    assert mapped(client, sector=LOCAL) == {"Bute Trust"}
    assert mapped(client, sector=LOCAL, kind="team") == set()
    page = words(client.get(reverse(MAP), {"sector": THIRD}))
    assert f'value="{THIRD}" selected' in page
    assert f'name="sector" value="{THIRD}"' not in page  # no file for a lead


def test_the_map_as_a_file_is_narrowed_and_tells_sectors(team: Client) -> None:
    lead = make.lead()
    for slug, name in ((THIRD, "Ayr Shed"), (LOCAL, "Bute Trust")):
        note(lead.town, TieObservation.Source.BASELINE, of(slug, name), TODAY)

    answer = team.post(reverse("relationships:export"), {"sector": THIRD})

    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert [row[:3] for row in rows[1:]] == [["Ayr Shed", "Third sector", lead.town.name]]


def test_pairs_are_narrowed_to_those_of_which_one_is_of_the_sector(client: Client) -> None:
    lead = make.lead()
    session = make.session(on=date(2026, 10, 8))
    for body in (of(THIRD, "A"), of(LOCAL, "B"), make.organisation("C")):
        make.contribution(to=session, by=body)
    month = date(2026, 10, 1)
    client.force_login(lead.user)

    def pairs(sector: str) -> list[tuple[str, str]]:
        found = pairs_of(lead.user, month, sector=sector, today=date(2026, 11, 20))
        return [(one.first.name, one.second.name) for one in found.rows]

    assert pairs(THIRD) == [("A", "B"), ("A", "C")]
    assert len(pairs("")) == 3
    assert pairs("no-such") == []
    asked = {"month": "2026-10", "sector": LOCAL}
    page = words(client.get(reverse("relationships:pairs"), asked))
    assert f'href="?month=2026-09&amp;sector={LOCAL}"' in page
    assert "2 pairs in this month." in page
    none = client.get(reverse("relationships:pairs"), asked | {"sector": "no-such"})
    assert "No pairs like that" in words(none)
