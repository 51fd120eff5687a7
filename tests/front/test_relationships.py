"""The map of relationships: what is drawn is what is told, of any day, to whom it concerns."""

import csv
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from front.bonds import Change, Map
from front.drawing.dots import dots_of
from front.drawing.lines import lines_of
from front.drawing.marks import line_words
from front.queries.relationships import Wanted, map_of
from partners.actions.ties import Seen, observe
from partners.models import TieObservation
from people.models import Organisation, User
from reflections.actions.observing import observe_reported
from reflections.models import Audience, Item, Kind, ReportVersion
from reflections.queries.reports import snapshot
from tests import make
from towns.models import Programme, Town

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
MAP = "relationships:relationships"
AGAIN = "In touch again"
Source = TieObservation.Source


def connection_in(
    lead: make.Holder,
    organisation: Organisation,
    *,
    month: date = date(2026, 10, 1),
    audience: str = Audience.COHORT,
    others: Sequence[Organisation] = (),
    **fields: object,
) -> Item:
    """A connection that a submitted report tells of, on the last day of its month."""
    report = lead.town.reports.filter(month=month).first()
    report = report or make.submitted_report(about=lead.town, month=month, by=lead.user)
    item = make.item(of=report, kind=Kind.CONNECTION, audience=audience, **fields)  # type: ignore[arg-type]
    item.organisations.add(organisation, *others)
    Item.objects.filter(pk=item.pk).update(created_at=AT)
    number = report.versions.count() + 1
    ReportVersion.objects.create(
        report=report, number=number, made_at=AT, made_by=lead.user, items=snapshot(report)
    )
    observe_reported(at=AT)
    return item


def note(
    town: Town, source: str, organisation: Organisation, on: date, strength: int | None = None
) -> None:
    """Something observed beside reports."""
    by = make.team_member().user
    observe(town, source, [Seen(uuid4(), organisation.pk, on, strength)], by=by, at=AT)


def ties(user: User, **wanted: object) -> list[tuple[str, str, str, str]]:
    """What the map tells: organisation, town, how close, what became of it."""
    found = map_of(user, Wanted(**{"on": TODAY} | wanted), today=TODAY)  # type: ignore[arg-type]
    return [
        (one.organisation.name, one.town.name, one.strength_words, one.change_words)
        for one in found.rows
    ]


def names(user: User, **wanted: object) -> list[str]:
    return [row[0] for row in ties(user, **wanted)]


def test_a_reported_connection_is_a_tie_of_that_day_as_close_as_was_said_last() -> None:
    lead = make.lead()
    shed = make.organisation("Ayr Shed")
    connection_in(lead, shed, month=date(2026, 8, 1), strength=1)
    connection_in(lead, shed, month=date(2026, 9, 1), strength=3)
    connection_in(lead, shed, month=date(2026, 10, 1))

    assert ties(lead.user) == [("Ayr Shed", lead.town.name, "Coordinate", "")]
    assert ties(lead.user, on=date(2026, 9, 1)) == [("Ayr Shed", lead.town.name, "Network", "")]
    assert ties(lead.user, on=date(2026, 8, 30)) == []


@pytest.mark.parametrize(
    ("seen", "change", "words"),
    [
        ([("baseline", 70, None)], Change.NONE, ""),
        ([("baseline", 10, 2)], Change.NEW, "New"),
        ([("baseline", 90, 1), ("still", 10, 2)], Change.CLOSER, "Closer: was network"),
        ([("baseline", 90, 4), ("still", 10, 2)], Change.LOOSER, "Less close: was collaborate"),
        ([("baseline", 90, 2), ("still", 10, None)], Change.NONE, ""),
        ([("baseline", 130, None)], Change.FADED, "Fading now"),
        ([("baseline", 190, None)], Change.NONE, ""),
        ([("baseline", 130, None), ("still", 10, None)], Change.NONE, ""),
        ([("baseline", 90, 2), ("over", 10, None)], Change.ENDED, "Ended"),
        ([("baseline", 95, 2), ("over", 90, None), ("still", 5, None)], Change.AGAIN, AGAIN),
    ],
)
def test_what_became_of_a_tie_since_an_earlier_day(
    seen: list[tuple[str, int, int | None]], change: Change, words: str
) -> None:
    lead = make.lead()
    shed = make.organisation("Ayr Shed")
    for source, days, strength in seen:
        note(lead.town, source, shed, TODAY - timedelta(days=days), strength)

    found = map_of(lead.user, Wanted(on=TODAY, since=TODAY - timedelta(days=60)), today=TODAY)

    (bond,) = found.bonds
    assert (bond.change, bond.change_words) == (change, words)


def test_a_tie_fades_after_as_many_days_as_the_programme_says() -> None:
    lead = make.lead()
    note(lead.town, Source.BASELINE, make.organisation(), TODAY - timedelta(days=100))

    def fades() -> bool:
        (bond,) = map_of(lead.user, Wanted(on=TODAY), today=TODAY).bonds
        return bond.now.is_fading

    assert not fades()
    Programme.objects.update(tie_fades_after_days=99)
    assert fades()


@pytest.mark.parametrize(
    ("audience", "fields", "readers"),
    [
        (Audience.ME, {}, ""),
        (Audience.TOWN, {}, "own"),
        (Audience.TEAM, {}, "own team"),
        (Audience.COHORT, {}, "own other team evaluator"),
        (Audience.STEERING, {}, "own other team evaluator"),
        (Audience.COHORT, {"open_findings": 1}, "own team"),
        (Audience.TEAM, {"sensitive": True}, ""),
        (Audience.COHORT, {"quarantined_at": AT}, ""),
    ],
)
def test_a_tie_is_known_to_whom_its_item_is_meant_for(
    audience: str, fields: dict[str, object], readers: str
) -> None:
    lead, other, programme = make.lead(), make.lead(), make.team_member()
    link = make.link_lead(lead.town)
    if "quarantined_at" in fields:
        fields = fields | {"quarantined_by": programme.user}
    connection_in(lead, make.organisation("Ayr Shed"), audience=audience, **fields)  # type: ignore[arg-type]

    asked = {"own": link, "other": other, "team": programme, "evaluator": make.evaluator()}
    assert " ".join(who for who, reader in asked.items() if names(reader.user)) == readers


def test_a_sensitive_item_of_another_tells_no_tie_though_one_is_named_as_its_reader() -> None:
    lead, team = make.lead(), make.team_member()
    item = connection_in(lead, make.organisation("Ayr Shed"), audience="team", sensitive=True)
    item.readers.add(team.person)

    assert Item.objects.visible_to(team.user, on=TODAY).filter(pk=item.pk).exists()
    assert names(team.user) == []
    assert names(lead.user) == ["Ayr Shed"]


def test_what_was_answered_of_a_tie_tells_it_to_nobody_who_did_not_know_it() -> None:
    lead, other = make.lead(), make.lead()
    shed = make.organisation("Ayr Shed")
    connection_in(lead, shed, audience=Audience.TOWN)
    note(lead.town, Source.STILL, shed, TODAY)

    assert names(lead.user) == ["Ayr Shed"]
    assert names(other.user) == []


def test_a_tie_goes_while_its_report_is_not_handed_over() -> None:
    lead, other = make.lead(), make.lead()
    item = connection_in(lead, make.organisation("Ayr Shed"))
    type(item.report).objects.update(status="open", submitted_at=None, submitted_by=None)

    assert names(other.user) == names(lead.user) == []


def test_what_was_merged_counts_with_what_stands_for_it_however_many_steps_away() -> None:
    lead = make.lead()
    old, newer, now = (make.organisation(name) for name in ("Old Shed", "Newer Shed", "Shed"))
    connection_in(lead, old, month=date(2026, 8, 1), strength=4)
    connection_in(lead, now, month=date(2026, 10, 1))
    for gone, into in ((old, newer), (newer, now)):
        gone.merged_into, gone.merged_on = into, TODAY
        gone.save()

    assert ties(lead.user) == [("Shed", lead.town.name, "Collaborate", "")]
    assert names(lead.user, on=date(2026, 9, 15)) == ["Shed"]


def test_the_map_is_narrowed_by_outcome_and_by_kind() -> None:
    lead = make.lead()
    outcome = make.outcome("Play")
    shed, trust = make.organisation("Ayr Shed"), make.organisation("Bute Trust")
    connection_in(lead, shed).outcomes.add(outcome)
    connection_in(lead, trust, month=date(2026, 9, 1))
    Organisation.objects.filter(pk=trust.pk).update(kind="network")
    note(lead.town, Source.STILL, trust, TODAY)

    assert names(lead.user, outcome=outcome.slug) == ["Ayr Shed"]
    assert names(lead.user, kind="network") == ["Bute Trust"]
    assert names(lead.user, kind="network", outcome=outcome.slug) == []


def told(svg: str) -> list[str]:
    """What the marks of a drawing tell."""
    return sorted(unescape(words) for words in re.findall(r"<title>(.*?)</title>", svg))


def linked(svg: str) -> set[str]:
    return set(re.findall(r'<a href="([^"]+)"', svg))


def a_map_of_seven_towns() -> tuple[make.Holder, Map]:
    """Seven towns that know some of nine organisations, in all ways."""
    leads = [make.lead() for _ in range(7)]
    bodies = [make.organisation(f"Body {number} & <Sons>") for number in range(9)]
    for row, lead in enumerate(leads):
        for column, body in enumerate(bodies):
            if (row + column) % 3:
                days = 20 * (row + column)
                note(lead.town, Source.BASELINE, body, TODAY - timedelta(days=days), column % 4 + 1)
                if column == 8:
                    note(lead.town, Source.OVER, body, TODAY)
    wanted = Wanted(on=TODAY, since=TODAY - timedelta(days=60))
    return leads[0], map_of(leads[0].user, wanted, today=TODAY)


def test_both_drawings_show_each_tie_of_the_table_and_no_other() -> None:
    _, found = a_map_of_seven_towns()
    rows = sorted(line_words(row) for row in found.rows)

    assert len(rows) == 42
    assert told(lines_of(found, title="x")) == told(dots_of(found, title="x")) == rows


def test_both_drawings_link_each_name_of_the_table_and_are_drawn_the_same_each_time() -> None:
    lead, found = a_map_of_seven_towns()
    urls = {node.url for row in found.rows for node in (row.town, row.organisation)}
    again = map_of(lead.user, Wanted(on=TODAY, since=TODAY - timedelta(days=60)), today=TODAY)

    for drawn in (lines_of, dots_of):
        assert linked(drawn(found, title="x")) == urls
        assert drawn(found, title="x") == drawn(again, title="x")


def test_where_more_towns_know_an_organisation_the_rest_is_counted() -> None:
    lead = make.lead()
    shed, trust = make.organisation("Ayr Shed"), make.organisation("Bute Trust")
    for _ in range(10):
        note(make.lead().town, Source.BASELINE, shed, TODAY)
    note(lead.town, Source.BASELINE, shed, TODAY)
    note(lead.town, Source.BASELINE, trust, TODAY)

    found = map_of(lead.user, Wanted(on=TODAY), today=TODAY)

    assert lead.town.name in {town.name for town in found.towns}
    assert (len(found.towns), found.beyond_rows) == (8, [("Ayr Shed", 3)])
    for drawn in (lines_of, dots_of):
        assert "and 3 more towns" in drawn(found, title="x")
        assert len(told(drawn(found, title="x"))) == len(found.rows) == 9


def test_a_page_holds_thirty_organisations_and_the_next_goes_on_from_there() -> None:
    lead = make.lead()
    for number in range(35):
        note(lead.town, Source.BASELINE, make.organisation(f"Body {number:02}"), TODAY)

    first = map_of(lead.user, Wanted(on=TODAY), today=TODAY)
    second = map_of(lead.user, Wanted(on=TODAY, after=first.after), today=TODAY)

    assert [len(first.organisations), len(second.organisations)] == [30, 5]
    assert (first.after, second.after) == ("Body 29", "")


def test_the_page_takes_as_many_statements_for_one_tie_as_for_many(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)
    counts = []
    for bodies, towns in ((1, 1), (12, 12)):
        for _ in range(towns):
            town = make.lead().town
            for _ in range(bodies):
                note(town, Source.BASELINE, make.organisation(), date(2026, 10, 1))
        client.get(reverse(MAP))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(MAP)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"on": "yesterdayish"}, "is no day"),
        ({"on": "2090-01-01"}, "That day has not come. The map goes up to today."),
        ({"since": "2090-01-01"}, "Choose an earlier day to compare with."),
    ],
)
def test_a_day_that_cannot_be_shown_is_refused_beside_its_box(
    client: Client, asked: dict[str, str], sentence: str
) -> None:
    lead = make.lead()
    note(lead.town, Source.BASELINE, make.organisation("Ayr Shed"), date(2026, 10, 1))
    client.force_login(lead.user)

    page = client.get(reverse(MAP), asked).content.decode()

    (typed,) = asked.values()
    assert sentence in page
    assert f'value="{typed}"' in page
    assert "Ayr Shed" in page


def test_one_town_has_a_map_of_its_own(client: Client) -> None:
    lead, other = make.lead(), make.lead()
    note(lead.town, Source.BASELINE, make.organisation("Ayr Shed"), date(2026, 10, 1))
    note(other.town, Source.BASELINE, make.organisation("Bute Trust"), date(2026, 10, 1))
    client.force_login(lead.user)

    page = client.get(reverse("towns:relationships", args=[lead.town.slug])).content.decode()

    assert "Ayr Shed" in page
    assert "Bute Trust" not in page


def test_groups_and_national_leaders_find_no_map(client: Client) -> None:
    lead = make.lead()
    for reader in (make.steering_member(lead.town), make.national_leader()):
        client.force_login(reader.user)
        for address in (reverse(MAP), reverse("towns:relationships", args=[lead.town.slug])):
            assert client.get(address).status_code == 404


def test_the_map_is_taken_as_a_table_by_the_team_all_pages_of_it_and_that_is_recorded(
    client: Client,
) -> None:
    lead, team = make.lead(), make.second_step(make.team_member())
    today = timezone.localdate()
    long_ago = today - timedelta(days=200)
    for number in range(31):
        note(lead.town, Source.BASELINE, make.organisation(f"Body {number:02}"), today, 2)
    note(lead.town, Source.BASELINE, make.organisation("=cmd|calc"), long_ago)
    client.force_login(team.user)

    answer = client.post(reverse("relationships:export"), {"since": str(long_ago)})

    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert rows[0][:3] == ["Organisation", "Sector", "Town"]
    assert rows[1][:6] == ["'=cmd|calc", "", lead.town.name, "Unsaid", str(long_ago), "fading"]
    assert rows[2] == ["Body 00", "", lead.town.name, "Cooperate", str(today), "in touch", "New"]
    assert len(rows) == 33
    assert Entry.objects.get(verb="ties.exported").facts == {"rows": 32}


def test_one_towns_ties_are_taken_alone_and_by_nobody_but_the_team(client: Client) -> None:
    lead, team = make.lead(), make.second_step(make.team_member())
    for holder, name in ((lead, "Ayr Shed"), (make.lead(), "Bute Trust")):
        note(holder.town, Source.BASELINE, make.organisation(name), date(2026, 10, 1))
    client.force_login(team.user)

    answer = client.post(reverse("relationships:export"), {"town": lead.town.slug})
    assert "Ayr Shed" in answer.content.decode()
    assert "Bute Trust" not in answer.content.decode()
    client.force_login(lead.user)
    assert client.post(reverse("relationships:export")).status_code == 403
