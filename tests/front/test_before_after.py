"""Two days beside each other: in the same places, told in words, and printed on a sheet."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.budgets import OVERVIEW
from front.bonds import Map
from front.drawing.dots import dots_of
from front.drawing.marks import line_words
from front.queries.relationships import Wanted, map_of
from kit.periods import quarter_of
from partners.actions.baselines import freeze_start
from partners.models import TieObservation
from tests import make
from tests.front.pages import Answer, words
from tests.front.test_relationships import a_map_of_seven_towns, note, told
from towns.models import Town

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
BEFORE = TODAY - timedelta(days=60)
PAGE = "relationships:before_after"
Source = TieObservation.Source


def of_town(town: Town) -> str:
    return reverse("towns:relationships_before_after", args=[town.slug])


def shown(client: Client, address: str, **asked: str) -> Answer:
    answer: Answer = client.get(address, asked)
    return answer


def seen(town: Town, name: str, *what: tuple[str, int, int | None]) -> None:
    """An organisation, and so many days ago what was seen of it."""
    body = make.organisation(name)
    for source, days, strength in what:
        note(town, source, body, TODAY - timedelta(days=days), strength)


def varied(town: Town) -> None:
    """Every way in which a tie can change within the last sixty days."""
    seen(town, "Newcomer", ("baseline", 10, 2))
    seen(town, "Closer Trust", ("baseline", 90, 1), ("still", 10, 3))
    seen(town, "Looser Trust", ("baseline", 90, 4), ("still", 10, 2))
    seen(town, "Fading Hub", ("baseline", 130, 2))
    seen(town, "Gone Group", ("baseline", 90, 2), ("over", 10, None))
    seen(town, "Back Again", ("baseline", 95, 2), ("over", 90, None), ("still", 5, None))
    seen(town, "Steady Shed", ("baseline", 70, 2))


def test_what_changed_is_told_in_words_by_kind(client: Client) -> None:
    lead = make.lead()
    varied(lead.town)
    client.force_login(lead.user)

    found = shown(client, reverse(PAGE), since=str(BEFORE)).context["map"]

    town = lead.town.name
    assert found.changes == [
        ("New", [("Newcomer", town)]),
        ("In touch again", [("Back Again", town)]),
        ("Closer", [("Closer Trust", town)]),
        ("Less close", [("Looser Trust", town)]),
        ("Fading now", [("Fading Hub", town)]),
        ("Over", [("Gone Group", town)]),
    ]


def test_towns_of_one_organisation_stand_together(client: Client) -> None:
    body, towns = make.organisation("Newcomer"), [make.town("Ayr"), make.town("Dunoon")]
    for town in towns:
        note(town, Source.BASELINE, body, TODAY)
    lead = make.lead()
    client.force_login(lead.user)

    page = words(shown(client, reverse(PAGE), since=str(BEFORE)))

    assert "<li>Newcomer: Ayr, Dunoon</li>" in page
    note(lead.town, Source.BASELINE, body, TODAY)
    assert "<li>Newcomer</li>" in words(shown(client, of_town(lead.town), since=str(BEFORE)))


def names_placed(svg: str) -> list[tuple[str, str]]:
    """What each name leads to, and its place: of the organisations, then of the towns."""
    organisation = r'<a href="([^"]+)"[^>]*><text[^>]*><tspan x="0" y="([\d.]+)"'
    town = r'<a href="([^"]+)"[^>]*><text transform="translate\(([^)]+)\)'
    found: list[tuple[str, str]] = re.findall(organisation, svg) + re.findall(town, svg)
    return found


def frame(svg: str) -> str:
    found = re.search(r'viewBox="([^"]+)"', svg)
    assert found
    return found[1]


def test_both_drawings_have_one_scale_and_each_name_in_its_place() -> None:
    _, found = a_map_of_seven_towns()

    before = dots_of(found.as_it_was, title="x", placed=found)
    after = dots_of(found, title="x")

    assert frame(before) == frame(after)
    assert names_placed(before) == names_placed(after)
    assert len(names_placed(after)) == 9 + 7
    assert before != after


def table_of(page: str) -> tuple[list[str], list[str]]:
    """What the table tells of each day."""
    rows = re.findall(
        r'<tr><th scope="row"><a[^>]*>(.*?)</a></th><td><a[^>]*>(.*?)</a></td>'
        r"<td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>",
        page,
    )
    assert rows
    before = [f"{town} and {name}: {then}." for name, town, then, _, _ in rows]
    after = [
        f"{town} and {name}: {now}." + (f" {change}." if change != "No change" else "")
        for name, town, _, now, change in rows
    ]
    return sorted(one for one in before if "Not in touch yet" not in one), sorted(after)


def test_the_table_comes_first_and_tells_what_both_drawings_show(client: Client) -> None:
    lead = make.lead()
    varied(lead.town)
    client.force_login(lead.user)

    page = words(shown(client, reverse(PAGE), since=str(BEFORE)))

    start = page.index('class="cp-map"')
    table, before, after = (
        page.index("<table", start), page.index("Before: "), page.index("After: "),
    )  # fmt: skip
    assert table < before < page.index("What changed</h2>") < after
    then, now = table_of(unescape(page))
    assert (told(page[before:after]), told(page[after:])) == (then, now)
    assert (len(then), len(now)) == (6, 7)


def test_what_stood_on_the_earlier_day_is_drawn_as_it_stood() -> None:
    lead = make.lead()
    varied(lead.town)
    found = map_of(lead.user, Wanted(on=TODAY, since=BEFORE), today=TODAY)
    alone = map_of(lead.user, Wanted(on=BEFORE), today=TODAY)

    def lines(drawn: Map) -> list[str]:
        return sorted(line_words(bond) for bond in drawn.bonds)

    assert lines(found.as_it_was) == lines(alone)


def test_where_more_towns_know_an_organisation_each_day_counts_its_own() -> None:
    lead, body = make.lead(), make.organisation("Ayr Shed")
    for number in range(12):
        note(make.lead().town, Source.BASELINE, body, TODAY - timedelta(days=100 * (number % 2)))

    found = map_of(lead.user, Wanted(on=TODAY, since=BEFORE), today=TODAY)

    (row,) = found.beyond_both
    assert row == ("Ayr Shed", 2, 4)
    assert len(found.as_it_was.bonds) == 4
    before = dots_of(found.as_it_was, title="x", placed=found)
    assert "and 2 more towns" in before
    assert frame(before) == frame(dots_of(found, title="x"))


def test_a_town_is_compared_with_its_frozen_baseline_and_all_towns_with_last_quarter(
    client: Client,
) -> None:
    lead = make.lead()
    seen(lead.town, "Steady Shed", ("baseline", 70, 2))
    client.force_login(lead.user)
    quarter = quarter_of(TODAY) - timedelta(days=1)

    def since(address: str, **asked: str) -> date:
        found: date = shown(client, address, **asked).context["wanted"].since
        return found

    assert since(of_town(lead.town)) == since(reverse(PAGE)) == quarter
    baseline = freeze_start(lead.town, by=lead.user, at=timezone.now())
    assert since(of_town(lead.town)) == baseline.on
    assert "the town's baseline," in words(shown(client, of_town(lead.town)))
    assert since(reverse(PAGE)) == quarter
    long_ago = baseline.on - timedelta(days=1)
    earlier = since(of_town(lead.town), on=str(long_ago))
    assert earlier == quarter_of(long_ago) - timedelta(days=1)
    assert since(of_town(lead.town), since=str(BEFORE)) == BEFORE


@pytest.mark.parametrize(
    "asked", [{"since": "soon"}, {"since": "2999-01-01"}, {"on": "2999-01-01"}]
)
def test_days_that_cannot_be_are_said_and_the_usual_ones_shown(
    client: Client, asked: dict[str, str]
) -> None:
    lead = make.lead()
    seen(lead.town, "Steady Shed", ("baseline", 70, 2))
    client.force_login(lead.user)

    page = shown(client, reverse(PAGE), **asked)

    assert page.context["form"].errors
    assert "Steady Shed" in words(page)


def test_many_organisations_come_in_pages_that_keep_the_days(client: Client) -> None:
    lead = make.lead()
    for number in range(25):
        note(lead.town, Source.BASELINE, make.organisation(f"Body {number:02}"), TODAY)
    client.force_login(lead.user)

    first = shown(client, reverse(PAGE), since=str(BEFORE))
    second = client.get(reverse(PAGE) + first.context["older"])

    assert [len(one.context["map"].organisations) for one in (first, second)] == [20, 5]
    assert second.context["wanted"].since == BEFORE


def test_it_takes_as_many_statements_for_one_tie_as_for_many(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)
    counts = []
    for bodies, towns in ((1, 1), (12, 12)):
        for _ in range(towns):
            town = make.lead().town
            for _ in range(bodies):
                note(town, Source.BASELINE, make.organisation(), date(2026, 10, 1))
        note(lead.town, Source.BASELINE, make.organisation(), date(2026, 10, 1))
        for address in (reverse(PAGE), of_town(lead.town)):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured))

    assert counts[:2] == counts[2:]
    assert max(counts) <= OVERVIEW.statements


def test_it_is_there_for_those_who_read_of_ties_alone(client: Client) -> None:
    lead = make.lead()
    for reader in (make.steering_member(lead.town), make.national_leader()):
        client.force_login(reader.user)
        for address in (reverse(PAGE), of_town(lead.town)):
            assert client.get(address).status_code == 404
    client.force_login(make.lead().user)
    assert client.get(of_town(lead.town)).status_code == 200


def test_both_maps_and_the_towns_page_lead_there_with_what_is_asked(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)
    asked = {"sector": "business", "since": str(BEFORE)}

    for address, there in (
        (reverse("relationships:relationships"), reverse(PAGE)),
        (reverse("towns:relationships", args=[lead.town.slug]), of_town(lead.town)),
    ):
        page = client.get(address, asked).content.decode()
        assert f'href="{there}?since={BEFORE}&amp;sector=business"' in page
    page = client.get(lead.town.get_absolute_url()).content.decode()
    assert f'href="{of_town(lead.town)}"' in page
