"""The directory of partners, and one of them: found however it is typed, told to each reader."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.budgets import DETAIL, LIST
from kit.dates import in_full
from people.actions.organisations import merge_organisations
from people.models import Organisation
from reflections.models import Audience, Kind
from tests import make

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def client_of(holder: make.Holder) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def listed(client: Client, **asked: str) -> list[str]:
    page = client.get(reverse("partners:partners"), asked)
    return [row.name for row in page.context["rows"]]


def page_of(client: Client, organisation: Organisation) -> str:
    answer = client.get(reverse("partners:partner", args=[organisation.slug]), follow=True)
    return answer.content.decode()


def test_partners_stand_from_a_to_z_whatever_their_capitals() -> None:
    for name in ("paths for All", "Architecture and Design Scotland", "Scottish Futures Trust"):
        make.organisation(name)

    found = listed(client_of(make.lead()))

    assert [name for name in found if "Council" not in name] == [
        "Architecture and Design Scotland",
        "paths for All",
        "Scottish Futures Trust",
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Sustrnas", "Walk Wheel Cycle Trust"),  # its former name, misspelt
        ("PAS", "Planning Aid Scotland"),
        ("planing aid", "Planning Aid Scotland"),
        ("public health scotland \u2013 housing", "Public Health Scotland - Housing"),
        ("Comunn na Gaidhlig", "Comunn na Gàidhlig"),
        ("cycle", "Walk Wheel Cycle Trust"),
        ("ard", "Àrd"),  # too short to be found but by its accents
    ],
)
def test_a_partner_is_found_however_it_is_typed(typed: str, found: str) -> None:
    trust = make.organisation("Walk Wheel Cycle Trust")
    trust.names.create(name="Sustrans", until_on=date(2025, 7, 3))
    planning = make.organisation("Planning Aid Scotland")
    planning.names.create(name="PAS", is_alias=True)
    for name in ("Public Health Scotland - Housing", "Comunn na Gàidhlig", "Àrd"):
        make.organisation(name)

    assert listed(client_of(make.lead()), name=typed)[0] == found


def test_what_resembles_nothing_finds_nothing_and_says_so() -> None:
    make.organisation("Paths for All")
    client = client_of(make.lead())

    page = client.get(reverse("partners:partners"), {"name": "zzzz"}).content.decode()

    assert "No partner like that" in page
    assert 'value="zzzz"' in page


def test_they_are_narrowed_to_a_kind_and_to_those_who_came() -> None:
    body, team = make.organisation("Public Health Scotland"), make.organisation("PHS - Housing")
    Organisation.objects.filter(pk=team.pk).update(kind=Organisation.Kind.TEAM, parent=body)
    make.contribution(to=make.session(on=TODAY), by=team)
    client = client_of(make.lead())

    assert listed(client, kind="team") == ["PHS - Housing"]
    assert listed(client, came="yes") == ["PHS - Housing"]
    assert "Public Health Scotland" in listed(client, came="no")
    assert "Of Public Health Scotland" in client.get(reverse("partners:partners")).content.decode()


def test_a_list_of_many_comes_in_pages_and_none_twice() -> None:
    for number in range(70):
        make.organisation(f"Partner {number:02}")
    client, address, found = client_of(make.lead()), reverse("partners:partners"), []

    while address:
        page = client.get(address)
        found += [row.name for row in page.context["rows"]]
        older = page.context["older"]
        address = f"{reverse('partners:partners')}{older}" if older else ""

    assert [name for name in found if name.startswith("Partner")] == [
        f"Partner {number:02}" for number in range(70)
    ]


def test_a_merged_partner_is_found_under_the_one_that_lives_on_with_all_that_it_brought() -> None:
    team, old, new = make.team_member(), make.organisation("Old Trust"), make.organisation("New")
    session = make.session(on=TODAY, title="Empty homes")
    make.contribution(to=session, by=old)
    merge_organisations(old, into=new, by=team.user, at=timezone.now())
    client = client_of(make.lead())

    page = page_of(client, old)

    assert "Old Trust" not in listed(client)
    assert listed(client, name="old trus") == ["New"]
    assert "Empty homes" in page
    assert ">New</h1>" in page


def merged(*names: str) -> list[Organisation]:
    """Organisations of which each was merged into the next."""
    team, chain = make.team_member(), [make.organisation(name) for name in names]
    for old, new in pairwise(chain):
        merge_organisations(old, into=new, by=team.user, at=timezone.now())
    return chain


def test_a_partner_is_found_by_every_name_on_the_way_of_several_mergers() -> None:
    first, _, _ = merged("Sustrans", "Walk Wheel", "Active Travel Trust")
    first.names.create(name="Railway Paths", is_alias=True)
    make.contribution(to=make.session(on=TODAY, title="Safer routes"), by=first)
    client = client_of(make.lead())

    assert [listed(client, name=typed) for typed in ("sustrnas", "railway path")] == [
        ["Active Travel Trust"],
        ["Active Travel Trust"],
    ]
    assert listed(client, came="yes") == ["Active Travel Trust"]
    page = page_of(client, first)
    assert "Safer routes" in page
    assert f"Also known here as Sustrans, merged on {in_full(TODAY)}" in page
    assert f"Also known here as Walk Wheel, merged on {in_full(TODAY)}" in page
    assert "Also called Railway Paths" in page
    assert ">Active Travel Trust</h1>" in page


def test_groups_see_the_last_of_several_mergers_and_only_names_that_sessions_told() -> None:
    first, _, last = merged("Sustrans", "Typed in a draft", "Active Travel Trust")
    whole = make.organisation("Travel Alliance")
    Organisation.objects.filter(pk=last.pk).update(parent=whole)
    reader = make.steering_member()
    make.contribution(to=make.session(on=TODAY, roles=("steering",)), by=first)
    client = client_of(reader)

    assert listed(client) == ["Active Travel Trust", "Travel Alliance"]
    assert listed(client, came="yes") == ["Active Travel Trust"]
    assert listed(client, name="sustrans") == ["Active Travel Trust"]
    assert listed(client, name="typed draft") == []
    page = page_of(client, last)
    assert "Also known here as Sustrans" in page
    assert "Typed in a draft" not in page


def test_letters_lead_to_the_names_that_begin_with_them_whatever_their_accents() -> None:
    for name in (
        "9 Lives",
        "\u00c0rd",
        "Ayr Action",
        "paths for All",
        *(f"Ed {n:02}" for n in range(40)),
    ):
        make.organisation(name)
    client = client_of(make.lead())
    page = client.get(reverse("partners:partners"), {"kind": "body"})

    letters = {letter: url for letter, url, _ in page.context["letters"]}
    assert [row.name for row in page.context["rows"]][:4] == [
        "9 Lives",
        "\u00c0rd",
        "Ayr Action",
        "Ed 00",
    ]
    assert {"A", "E", "P"} <= set(letters)
    assert "B" not in letters
    there = client.get(reverse("partners:partners") + letters["P"])
    assert there.context["rows"][0].name == "paths for All"
    assert 'aria-current="true">P</a>' in there.content.decode()
    assert there.context["first"] == "?kind=body"
    onward = client.get(reverse("partners:partners") + letters["E"])
    assert onward.context["older"].startswith("?kind=body&after=")
    assert client.get(reverse("partners:partners"), {"letter": "\u00df"}).context["first"] == ""
    assert client.get(reverse("partners:partners"), {"name": "ed"}).context["letters"] == []


def test_the_first_page_keeps_what_the_list_was_narrowed_to() -> None:
    for number in range(40):
        make.organisation(f"Partner {number:02}")
    client = client_of(make.lead())
    first = client.get(reverse("partners:partners"), {"kind": "body"})

    second = client.get(reverse("partners:partners") + first.context["older"])

    assert first.context["first"] == ""
    assert second.context["first"] == "?kind=body"
    assert 'href="?kind=body">First page</a>' in second.content.decode()


def test_names_that_differ_by_an_accent_alone_are_both_there_across_pages() -> None:
    for number in range(29):
        make.organisation(f"A {number:02}")
    for name in ("Ard", "\u00c0rd", "Arf"):
        make.organisation(name)
    client, address, found = client_of(make.lead()), reverse("partners:partners"), []

    while address:
        page = client.get(address)
        found += [row.name for row in page.context["rows"] if "Council" not in row.name]
        older = page.context["older"]
        address = f"{reverse('partners:partners')}{older}" if older else ""

    assert found[29:] == ["Ard", "\u00c0rd", "Arf"]


def test_a_partner_names_its_names_and_its_parts() -> None:
    body, part = make.organisation("Shelter Scotland"), make.organisation("Empty Homes")
    Organisation.objects.filter(pk=part.pk).update(kind=Organisation.Kind.HOSTED, parent=body)
    body.names.create(name="Shelter", is_alias=True)
    client = client_of(make.lead())

    team = make.organisation("Shelter Scotland - Advice")
    Organisation.objects.filter(pk=team.pk).update(kind=Organisation.Kind.TEAM, parent=body)
    for by, title in ((part, "Of a programme"), (team, "Of a team")):
        make.contribution(to=make.session(on=TODAY, title=title), by=by)

    assert "Of a team" in page_of(client, body)
    assert "Of a programme" not in page_of(client, body)
    assert "Empty Homes" in page_of(client, body)
    assert "Also called Shelter" in page_of(client, body)
    assert "Shelter Scotland" in page_of(client, part)


def test_towns_where_it_was_met_are_told_to_those_who_may_read_of_it() -> None:
    lead, partner = make.lead(make.town("Ayr")), make.organisation("Paths for All")
    other, director = make.lead(make.town("Dunoon")), make.steering_member(lead.town)
    make.contribution(to=make.session(on=TODAY, roles=("steering",)), by=partner)
    report = make.submitted_report(about=lead.town, month=date(2026, 7, 1), by=lead.user)
    for audience in (Audience.COHORT, Audience.TOWN):
        item = make.item(of=report, kind=Kind.CONNECTION, audience=audience)
        item.organisations.add(partner)
    make.item(of=report, kind=Kind.CHALLENGE, audience=Audience.COHORT).organisations.add(partner)

    assert "2 connections reported, the last in July 2026" in page_of(client_of(lead), partner)
    assert "1 connection reported, the last in July 2026" in page_of(client_of(other), partner)
    assert "reported, the last" not in page_of(client_of(director), partner)


@pytest.mark.parametrize("holder", ["steering_member", "national_leader"])
def test_groups_see_who_came_to_what_they_see_and_no_name_besides(holder: str) -> None:
    typed, came = make.organisation("Typed in a draft"), make.organisation("Paths for All")
    reader = getattr(make, holder)()
    session = make.session(on=TODAY, roles=(reader.tenure.role,))
    make.contribution(to=session, by=came)
    client = client_of(reader)

    assert listed(client) == ["Paths for All"]
    assert listed(client, name="typed") == []
    address = reverse("partners:partner", args=[typed.slug])
    assert client.get(address).status_code == 404


def test_a_session_that_was_cancelled_or_that_a_reader_does_not_see_is_not_told() -> None:
    partner, reader = make.organisation("Paths for All"), make.steering_member()
    for title, state in (("Open to us", "scheduled"), ("Called off", "cancelled")):
        session = make.session(on=TODAY + timedelta(days=3), title=title, state=state)
        make.contribution(to=session, by=partner)

    make.contribution(to=make.session(on=TODAY, roles=("steering",), title="Ours"), by=partner)

    page = page_of(client_of(make.lead()), partner)

    assert ("Open to us" in page, "Called off" in page) == (True, False)
    theirs = page_of(client_of(reader), partner)
    assert ("Ours" in theirs, "Open to us" in theirs) == (True, False)


def test_the_pages_take_as_many_statements_for_many_as_for_few() -> None:
    lead, partner = make.lead(), make.organisation("Paths for All")
    client, found = client_of(lead), []
    for number in (1, 20):
        for _ in range(number):
            make.organisation().names.create(name=f"Alias {number}", is_alias=True)
            make.contribution(to=make.session(on=TODAY), by=partner)
        found.append((statements(client, "partners:partners"), statements(client, partner)))

    assert found[0] == found[1]
    assert found[0][0] <= LIST.statements
    assert found[0][1] <= DETAIL.statements


def statements(client: Client, what: str | Organisation) -> int:
    """Those of the directory, or of one partner, asked for a second time."""
    path = reverse(what) if isinstance(what, str) else reverse("partners:partner", args=[what.slug])
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)
