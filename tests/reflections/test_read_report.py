"""A report as its readers see it."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reflections.actions import events, questions
from reflections.models import Audience, Item, Kind, Report, ReportVersion
from reflections.queries.reading import Reader
from reflections.queries.report_page import ReportRead, report_before
from reflections.queries.reports import snapshot
from tests import make
from towns.posts import posts_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)


def seen_by(holder: make.Holder, report: Report, *, opened: str = "") -> ReportRead:
    posts = posts_of(holder.user, on=AT.date())
    return report_before(Reader(holder.user, posts, AT, opened), report)


def texts(page: ReportRead) -> list[str]:
    return [item.text for group in page.groups for item in group.items]


def submitted(lead: make.Holder) -> Report:
    return make.submitted_report(about=lead.town, month=OCTOBER, by=lead.user)


def revising(report: Report) -> Report:
    """Handed over as it is, then opened for revision."""
    assert report.submitted_by is not None
    ReportVersion.objects.create(
        report=report, number=1, made_at=AT, made_by=report.submitted_by, items=snapshot(report)
    )
    report.status = Report.Status.REVISING
    report.save()
    return report


def test_items_stand_by_kind_with_what_the_author_said_of_them() -> None:
    lead = make.lead(name="Isla Fraser")
    report = submitted(lead)
    learning = make.item(of=report, kind=Kind.LEARNING, text="Ask first.")
    connection_ = make.item(of=report, kind=Kind.CONNECTION, text="Met the HSCP.", asks_data=True)
    connection_.outcomes.add(make.outcome("Active travel"))
    connection_.organisations.add(make.organisation("Paths for All"))

    page = seen_by(make.team_member(), report)

    assert [(group.heading, len(group.items)) for group in page.groups] == [
        ("New connections", 1),
        ("Powerful learning moments", 1),
    ]
    first = page.groups[0].items[0]
    assert (first.text, first.audience) == ("Met the HSCP.", "Programme Team")
    assert (first.outcomes, first.organisations) == (("Active travel",), ("Paths for All",))
    assert first.asks_data
    assert page.groups[1].items[0].key == learning.key


def test_the_head_says_when_it_came_and_whether_it_was_late() -> None:
    lead = make.lead(make.town("Ayr"), name="Isla Fraser")
    report = submitted(lead)
    on_time = seen_by(lead, report)
    lead.town.obligations.update(was_late=True)

    late = seen_by(lead, report)

    assert (on_time.word, on_time.received) == (
        "On time",
        "Submitted by Isla Fraser on Monday 2 November 2026 at 9.00",
    )
    assert (late.word, late.received) == (
        "In, late",
        (
            "Submitted by Isla Fraser on Monday 2 November 2026 at 9.00; "
            "it was due on Saturday 7 November 2026"
        ),
    )
    assert on_time.holders == "Project Lead: Isla Fraser"


def test_each_item_names_its_author_where_there_were_two() -> None:
    leaver = make.lead(name="Isla Fraser")
    successor = make.lead(leaver.town, name="Ruaridh Bain", covering=True)
    report = submitted(leaver)
    for author in (leaver, successor):
        make.item(of=report, by=author.person)

    both = [item.author for item in seen_by(leaver, report).groups[0].items]
    report.items.filter(author=leaver.person).delete()
    one = [item.author for item in seen_by(leaver, report).groups[0].items]

    assert (both, one) == (["Isla Fraser", "Ruaridh Bain"], [""])


def test_a_handover_names_both_leads_with_their_days() -> None:
    ayr = make.town("Ayr")
    leaver = make.lead(ayr, name="Isla Fraser", until=date(2026, 10, 11))
    make.lead(ayr, name="Ruaridh Bain", since=date(2026, 10, 12))

    page = seen_by(make.team_member(), submitted(leaver))

    assert page.holders == (
        "Project Leads: Isla Fraser (until 11 October) and Ruaridh Bain (from 12 October)"
    )


def test_a_signed_nothing_shows_its_sentence_and_counts_as_on_time() -> None:
    lead = make.lead(name="Isla Fraser")
    report = submitted(lead)
    report.nothing_to_report, report.note = True, "Two weeks of leave."
    report.save()

    page = seen_by(make.team_member(), report)

    assert (page.is_nothing, page.note, page.word) == (
        True,
        "Two weeks of leave.",
        "Nothing this month",
    )
    assert page.signed == "Signed by Isla Fraser on Monday 2 November 2026. Counts as on time."


def test_each_reader_sees_what_was_written_for_them() -> None:
    lead = make.lead()
    report = submitted(lead)
    for audience in Audience:
        make.item(of=report, audience=audience, text=str(audience))

    link = make.link_lead(lead.town)

    assert texts(seen_by(lead, report)) == ["me", "town", "team", "cohort", "steering"]
    assert texts(seen_by(link, report)) == ["town", "team", "cohort", "steering"]
    assert texts(seen_by(make.team_member(), report)) == ["team", "cohort", "steering"]


def test_a_report_under_revision_is_read_as_it_was_handed_over() -> None:
    lead = make.lead()
    report = submitted(lead)
    kept = make.item(of=report, text="As handed over.")
    make.item(of=report, text="Only for the town.", audience=Audience.TOWN)
    team = make.team_member()
    question = questions.ask(kept, text="Which route?", by=team.user, at=AT)
    revising(report)
    Item.objects.filter(pk=kept.pk).update(text="Half rewritten.")
    make.item(of=report, text="Added since.")

    page = seen_by(team, report)

    assert page.is_revising
    assert texts(page) == ["As handed over."]
    item = page.groups[0].items[0]
    assert [thread.key for thread in item.threads] == [question.key]
    assert (item.ask_url, item.read_url, item.threads[0].reply_url) == ("", "", "")


def test_an_item_quarantined_during_a_revision_is_gone_from_the_version_too() -> None:
    lead = make.lead()
    report = submitted(lead)
    item = make.item(of=report)
    team = make.team_member()
    revising(report)
    Item.objects.filter(pk=item.pk).update(quarantined_at=AT, quarantined_by=team.user)

    page = seen_by(team, report)

    assert (texts(page), page.set_aside) == ([], 1)


def test_what_the_team_and_the_lead_may_do_differs() -> None:
    lead, team = make.lead(), make.team_member()
    report = submitted(lead)
    for _ in range(2):
        make.item(of=report)
    address = report.get_absolute_url()

    for_lead, for_team = seen_by(lead, report), seen_by(team, report)
    for_link = seen_by(make.link_lead(lead.town), report)

    assert (for_lead.revise_url, for_lead.read_all_url) == (f"{address}revise/", "")
    assert (for_team.revise_url, for_team.read_all_url) == ("", f"{address}read/")
    assert (for_link.revise_url, for_link.read_all_url, for_link.move_url) == ("", "", "")
    assert for_lead.move_url == for_team.move_url == f"{address}move/"
    lead_item, team_item = for_lead.groups[0].items[0], for_team.groups[0].items[0]
    assert (lead_item.ask_url, lead_item.read_url, lead_item.quarantine_url) == ("", "", "")
    assert all((team_item.ask_url, team_item.read_url, team_item.quarantine_url))


def test_the_lead_reads_what_became_of_each_item() -> None:
    lead, team = make.lead(), make.team_member(name="Priya Nair")
    report = submitted(lead)
    item = make.item(of=report)
    events.mark_read(item, by=team.user, at=datetime(2026, 11, 6, 9, tzinfo=UTC))
    events.mark_raised(
        item,
        label="Fortnightly session",
        address="/sessions/x/",
        by=None,
        at=datetime(2026, 11, 9, tzinfo=UTC),
    )

    heard = seen_by(lead, report).groups[0].items[0].heard

    assert [(one.words, one.url) for one in heard] == [
        ("Read by Priya Nair on Friday 6 November 2026", ""),
        ("Raised at Fortnightly session on Monday 9 November 2026", "/sessions/x/"),
    ]


def test_the_page_costs_the_same_statements_at_one_three_and_twenty_items(client: Client) -> None:
    lead, team = make.lead(), make.second_step(make.team_member())
    report = submitted(lead)
    client.force_login(team.user)
    counts = []
    for more in (1, 2, 17):
        for _ in range(more):
            item = make.item(of=report)
            item.outcomes.add(make.outcome())
            question = questions.ask(item, text="Why?", by=team.user, at=AT)
            questions.reply(question, text="Because.", by=lead.user, at=AT)
        client.get(report.get_absolute_url())
        with CaptureQueriesContext(connection) as seen:
            assert client.get(report.get_absolute_url()).status_code == 200
        counts.append(len(seen))

    assert len(set(counts)) == 1
    assert counts[0] <= 10


def test_a_report_of_another_town_does_not_exist(client: Client) -> None:
    report = submitted(make.lead())
    for stranger in (make.lead(), make.steering_member(report.town), make.analyst(report.town)):
        client.force_login(stranger.user)

        assert client.get(report.get_absolute_url()).status_code == 404


def test_an_open_report_is_read_by_its_own_town_alone(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town, month=OCTOBER)
    make.item(of=report, text="Half a thought", audience=Audience.TOWN)
    client.force_login(make.link_lead(lead.town).user)
    inside = client.get(report.get_absolute_url())
    client.force_login(make.second_step(make.team_member()).user)

    assert "Half a thought" in inside.text
    assert client.get(report.get_absolute_url()).status_code == 404


def test_what_somebody_wrote_is_shown_as_text(client: Client) -> None:
    lead = make.lead()
    report = submitted(lead)
    make.item(of=report, text="<script>alert(1)</script>")
    client.force_login(lead.user)

    page = client.get(report.get_absolute_url())

    assert "<script>alert(1)</script>" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
