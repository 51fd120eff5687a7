"""The home page: what you owe, what is next, what is new, by the posts you hold."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from front.queries.home import Home, home_of
from kit.periods import month_of, shift
from reflections.actions.events import mark_read
from reflections.actions.questions import ask, reply
from reflections.models import Audience, Obligation, Report
from reflections.queries.news import News
from tests import make
from towns.models import Absence, Group
from towns.posts import posts_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 10, 9, tzinfo=UTC)
ON = date(2026, 11, 10)
NOVEMBER, OCTOBER, SEPTEMBER = date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1)


def home_for(holder: make.Holder) -> Home:
    return home_of(holder.user, posts_of(holder.user, on=ON), at=AT)


def titles(lines: Iterable[News]) -> list[str]:
    return [line.title for line in lines]


def statements(client: Client) -> int:
    client.get("/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/").status_code == 200
    return len(seen)


def busy_town() -> make.Holder:
    """A town with a submitted report, an owed month, a question, an answer, a reading, a jot."""
    today = timezone.localdate()
    present = month_of(today)
    lead, team = make.lead(), make.team_member()
    report = make.submitted_report(about=lead.town, month=shift(present, -1), by=lead.user)
    Report.objects.filter(pk=report.pk).update(submitted_at=timezone.now())
    item = make.item(of=report)
    make.item(of=report)
    question = ask(item, text="Why?", by=team.user, at=timezone.now())
    mark_read(item, by=team.user, at=timezone.now())
    if lead.tenure.pk % 2:
        reply(question, text="So.", by=lead.user, at=timezone.now())
    make.report(about=lead.town, month=present)
    make.jot(by=lead, noticed_on=today)
    return lead


def test_a_lead_sees_what_they_owe_the_longest_due_first() -> None:
    lead = make.lead(make.town("Ayr"))
    for month in (NOVEMBER, OCTOBER):
        make.report(about=lead.town, month=month)

    home = home_for(lead)

    assert home.lead is not None
    assert [(one.title, one.due, one.due_on, one.is_late, one.near) for one in home.lead.owed] == [
        ("October 2026 reflection for Ayr", "Was due on", "Saturday 7 November 2026", True, ""),
        (
            "November 2026 reflection for Ayr",
            "Due by the end of",
            "Monday 7 December 2026",
            False,
            "in 27 days",
        ),
    ]
    address = f"/towns/{lead.town.slug}/reflections/2026-11/"
    newest = home.lead.owed[1]
    assert (newest.report_url, newest.nothing_url) == (address, f"{address}nothing/")


def test_what_is_there_already_is_said_and_nothing_is_offered_no_more() -> None:
    lead = make.lead()
    report = make.report(about=lead.town, month=NOVEMBER, saved_at=AT - timedelta(minutes=18))
    make.report(about=lead.town, month=OCTOBER)
    for _ in range(2):
        make.item(of=report)
    for _ in range(4):
        make.jot(by=lead, noticed_on=ON)

    home = home_for(lead)

    assert home.lead is not None
    assert [(one.note, one.report_label, bool(one.nothing_url)) for one in home.lead.owed] == [
        ("", "Write the report", True),
        (
            "4 jots are waiting, 2 items are written. Draft saved today at 8.42.",
            "Go on with the report",
            False,
        ),
    ]


def test_a_lead_who_owes_nothing_is_told_when_the_next_month_opens() -> None:
    home = home_for(make.lead())

    assert home.lead is not None
    assert home.lead.owed == []
    assert home.lead.all_in == (
        "December 2026 opens on Tuesday 1 December 2026. Jots are welcome any day."
    )


def test_a_report_left_open_for_revision_is_not_forgotten() -> None:
    lead = make.lead(make.town("Ayr"))
    report = make.submitted_report(about=lead.town, month=OCTOBER, by=lead.user)
    Report.objects.filter(pk=report.pk).update(status=Report.Status.REVISING)

    home = home_for(lead)

    assert home.lead is not None
    assert home.lead.revising == [("October 2026, Ayr", report.get_absolute_url())]


def test_what_is_new_tells_of_questions_readings_and_answers() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member(name="Priya Nair")
    report = make.submitted_report(about=lead.town, month=OCTOBER, by=lead.user)
    item = make.item(of=report, text="The draft parking consultation")
    make.item(of=report)
    question = ask(item, text="When?", by=team.user, at=AT - timedelta(days=1))
    for one in report.items.all():
        mark_read(one, by=team.user, at=AT - timedelta(days=2))

    before = home_for(lead)
    reply(question, text="In May.", by=lead.user, at=AT - timedelta(hours=1))

    assert [(one.title, one.note, one.tag) for one in before.news] == [
        (
            "A question on “The draft parking consultation”",
            "Priya Nair, yesterday at 9.00",
            "Unanswered",
        ),
        ("2 items of October 2026 read by Priya Nair", "Ayr, on Sunday 8 November 2026", ""),
    ]
    assert [one.tag for one in home_for(lead).news] == ["", ""]
    assert [(one.title, one.url) for one in home_for(team).news] == [
        (
            f"{lead.person.name} answered in the margin of Ayr, October 2026",
            f"/questions/{question.key}/",
        )
    ]


def test_a_question_without_an_answer_stays_and_one_answered_long_ago_goes() -> None:
    lead, team = make.lead(), make.team_member()
    report = make.submitted_report(about=lead.town, month=OCTOBER, by=lead.user)
    long_ago = AT - timedelta(days=200)
    ask(make.item(of=report, text="Open"), text="?", by=team.user, at=long_ago)
    answered = ask(make.item(of=report, text="Shut"), text="?", by=team.user, at=long_ago)
    reply(answered, text="Yes.", by=lead.user, at=long_ago)

    assert titles(home_for(lead).news) == ["A question on “Open”"]


def test_no_word_of_somebody_elses_sensitive_item_stands_on_a_home_page() -> None:
    author = make.lead(make.town("Ayr"))
    successor = make.lead(author.town, covering=True)
    team = make.team_member()
    report = make.submitted_report(about=author.town, month=OCTOBER, by=author.user)
    item = make.item(of=report, by=author.person, text="A disclosure", sensitive=True)
    item.readers.add(team.person, successor.person)
    ask(item, text="?", by=team.user, at=AT)

    assert titles(home_for(successor).news) == ["A question on a sensitive item"]
    team_home = home_for(team).team
    assert team_home is not None
    assert titles(team_home.unanswered) == ["Ayr: on a sensitive item"]


def test_the_end_of_a_post_is_said_two_months_ahead() -> None:
    soon = make.analyst(make.town("Ayr"), until=date(2026, 12, 31))
    later = make.analyst(make.town("Alloa"), until=date(2027, 3, 31))

    assert [(one.title, one.note, one.url) for one in home_for(soon).next] == [
        (
            "Your post ends: LIST analyst, Ayr",
            "Your last day is Thursday 31 December 2026, in 51 days",
            "",
        )
    ]
    assert home_for(later).next == []


def test_who_hands_over_is_led_to_the_pack_as_soon_as_the_last_day_is_set() -> None:
    leaver = make.lead(make.town("Ayr", slug="ayr"), until=date(2027, 3, 31))
    cover = make.lead(make.town(), until=date(2027, 3, 31), covering=True)

    assert [(one.title, one.url) for one in home_for(leaver).next] == [
        ("Your post ends: Project Lead, Ayr", f"/towns/ayr/handover/{leaver.tenure.key}/")
    ]
    assert home_for(cover).next == []


def test_the_team_sees_the_figures_of_the_last_month_and_this_one() -> None:
    met = {
        "state": Obligation.State.MET,
        "met_with": Obligation.MetWith.REPORT,
        "met_at": AT,
    }
    for facts in (
        met,
        met | {"was_late": True},
        met | {"met_with": Obligation.MetWith.NOTHING},
        {},
    ):
        lead = make.lead()
        make.obligation(about=lead.town, month=OCTOBER, **facts)
        make.obligation(about=lead.town, month=NOVEMBER)
    make.obligation(
        about=make.town(),
        month=OCTOBER,
        state=Obligation.State.EXCUSED,
        reason=Obligation.Reason.VACANT,
    )

    team = home_for(make.team_member()).team

    assert team is not None
    october, november = team.figures
    assert (october.month, october.asked, october.received, october.nothing, october.late) == (
        "October 2026",
        4,
        3,
        1,
        1,
    )
    assert (october.owed, october.overdue, october.excused, october.next_due) == (1, 1, 1, "")
    assert (november.owed, november.overdue, november.received) == (4, 0, 0)
    assert november.next_due == "Monday 7 December 2026"


def test_the_team_sees_who_owes_and_who_is_excused_with_the_reason() -> None:
    ayr = make.lead(make.town("Ayr"), name="Isla Fraser")
    for month in (OCTOBER, SEPTEMBER):
        make.obligation(about=ayr.town, month=month)
    make.obligation(about=ayr.town, month=NOVEMBER)
    make.obligation(
        about=make.town("Dalkeith"),
        month=OCTOBER,
        state=Obligation.State.EXCUSED,
        reason=Obligation.Reason.VACANT,
    )
    make.obligation(
        about=make.town("Troon"),
        month=OCTOBER,
        state=Obligation.State.EXCUSED,
        reason=Obligation.Reason.BEFORE_START,
    )

    team = home_for(make.team_member()).team

    assert team is not None
    owing = team.owing
    assert [(one.town, one.month, one.holder, one.word, one.reason) for one in owing.owed] == [
        ("Ayr", "September 2026", "Isla Fraser", "Overdue", "since 7 October"),
        ("Ayr", "October 2026", "Isla Fraser", "Overdue", "since 7 November"),
        ("Ayr", "November 2026", "Isla Fraser", "Owed", "due 7 December"),
    ]
    assert [(one.town, one.month, one.word, one.reason) for one in owing.excused] == [
        ("Dalkeith", "October 2026", "Excused", "Post vacant")
    ]
    assert owing.is_any_overdue


def team_page(client: Client) -> str:
    client.force_login(make.second_step(make.team_member()).user)
    return " ".join(client.get("/").text.split())


def test_a_team_to_which_nothing_is_overdue_is_told_so(client: Client) -> None:
    lead = make.lead(make.town("Ayr"))
    make.obligation(about=lead.town, month=month_of(timezone.localdate()))

    page = team_page(client)

    assert "Nothing is overdue." in page
    assert "Not in yet" in page
    assert ">Ayr</a>" in page
    assert "Excused last month" not in page


def test_a_team_to_which_nothing_is_owed_is_told_so(client: Client) -> None:
    lead = make.lead(make.town("Ayr"))
    month = shift(month_of(timezone.localdate()), -1)
    make.submitted_report(about=lead.town, month=month, by=lead.user)
    make.obligation(
        about=make.town("Dalkeith"),
        month=month,
        state=Obligation.State.EXCUSED,
        reason=Obligation.Reason.VACANT,
    )

    page = team_page(client)

    assert "Every report is in" in page
    assert "Nothing is overdue." not in page
    assert "Excused last month" in page


def test_the_team_sees_reports_that_nobody_has_marked_newest_first() -> None:
    ayr, alloa = make.lead(make.town("Ayr")), make.lead(make.town("Alloa"))
    team = make.team_member()
    for lead, month in ((ayr, SEPTEMBER), (ayr, OCTOBER), (alloa, OCTOBER)):
        make.item(of=make.submitted_report(about=lead.town, month=month, by=lead.user))
    read = Report.objects.get(town=ayr.town, month=SEPTEMBER)
    mark_read(read.items.get(), by=make.team_member().user, at=AT)

    home = home_for(team).team

    assert home is not None
    assert titles(home.unread) == ["Alloa, October 2026", "Ayr, October 2026"]


def test_the_team_sees_empty_posts_and_who_is_away_today() -> None:
    ayr = make.lead(make.town("Ayr"), name="Isla Fraser")
    make.link_lead(ayr.town)
    Absence.objects.create(tenure=ayr.tenure, starts_on=NOVEMBER, ends_on=date(2026, 11, 20))
    make.link_lead(make.town("Dalkeith"))

    home = home_for(make.team_member()).team

    assert home is not None
    assert [(one.town.name, one.role_label) for one in home.vacant] == [
        ("Dalkeith", "Project Lead")
    ]
    assert [(one.title, one.note) for one in home.away] == [
        (
            "Isla Fraser, Project Lead, Ayr",
            "Away until Friday 20 November 2026; nobody stands in",
        )
    ]


def test_an_administrator_sees_who_owes_and_nothing_that_was_written() -> None:
    lead, team = make.lead(), make.team_member()
    report = make.submitted_report(about=lead.town, month=OCTOBER, by=lead.user)
    ask(make.item(of=report), text="Why?", by=team.user, at=AT)

    home = home_for(make.administrator()).team

    assert home is not None
    assert (home.reads_reports, home.unread, home.unanswered) == (False, [], [])
    assert home.figures[0].received == 1


def test_a_steering_member_sees_their_town_and_no_word_that_is_not_published(
    client: Client,
) -> None:
    lead = make.lead(make.town("Ayr"), name="Isla Fraser")
    report = make.submitted_report(about=lead.town, month=OCTOBER, by=lead.user)
    make.item(of=report, text="A word for the cohort", audience=Audience.STEERING)
    member = make.steering_member(lead.town)
    client.force_login(member.user)

    page = client.get("/")

    assert "The quarterly edition appears here" in page.text
    assert "Isla Fraser" in page.text
    assert "A word for the cohort" not in page.text
    assert "/reflections/" not in page.text


def test_a_steering_member_is_not_told_that_the_lead_is_away() -> None:
    lead = make.lead(make.town("Ayr"))
    Absence.objects.create(tenure=lead.tenure, starts_on=ON, ends_on=date(2026, 11, 30))

    group = home_for(make.steering_member(lead.town)).groups[0]

    assert group.town is not None
    assert [(post.note, post.is_away) for post in group.town.posts if post.person] == [
        ("since Wednesday 1 January 2025", False)
    ]


def test_a_link_lead_sees_the_last_months_of_their_town() -> None:
    link = make.link_lead(make.town("Ayr"))
    make.lead(link.town)
    for back in range(5):
        make.obligation(about=link.town, month=shift(NOVEMBER, -back))

    home = home_for(link)

    assert [(part.town.name, [row.month for row in part.months]) for part in home.months] == [
        ("Ayr", ["November 2026", "October 2026", "September 2026"])
    ]
    assert home.lead is None


def test_an_analyst_sees_what_is_asked_of_the_data_in_their_towns() -> None:
    ayr, alloa = make.lead(make.town("Ayr")), make.lead(make.town("Alloa"))
    for lead in (ayr, alloa):
        report = make.submitted_report(about=lead.town, month=OCTOBER, by=lead.user)
        make.item(of=report, asks_data=True, text=f"How many in {lead.town}?")
        make.item(of=report, text="Nothing for the data")

    home = home_for(make.analyst(ayr.town))

    assert home.data is not None
    assert [(one.title, one.note) for one in home.data] == [
        (
            "“How many in Ayr?”",
            "Ayr, October 2026, submitted on Monday 2 November 2026",
        )
    ]


def test_somebody_with_two_posts_sees_what_both_bring() -> None:
    lead = make.lead(make.town("Ayr"))
    group = make.group(of=make.town("Alloa"))
    make.tenure(lead.person, "steering", group=group)

    home = home_for(lead)

    assert home.lead is not None
    assert [part.group for part in home.groups] == [group]


@pytest.mark.parametrize(
    "make_reader",
    [
        make.evaluator,
        make.national_leader,
        lambda: make._holder("planning", group=make.group(kind=Group.Kind.PLANNING)),
        make.analyst,
        make.link_lead,
        make.steering_member,
    ],
)
def test_every_post_has_a_home(client: Client, make_reader: Callable[[], make.Holder]) -> None:
    client.force_login(make_reader().user)

    page = client.get("/")

    assert page.status_code == 200
    assert "You hold no post today" not in page.text


def test_somebody_whose_post_ended_yesterday_is_told_so(client: Client) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    client.force_login(make.lead(until=yesterday).user)

    page = client.get("/")

    assert "You hold no post today" in page.text
    assert "You owe" not in page.text


def test_somebody_signed_out_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/").status_code == 302


def test_the_teams_home_costs_the_same_statements_for_one_seven_and_seventy_towns(
    client: Client,
) -> None:
    client.force_login(make.second_step(make.team_member()).user)
    counts = []
    for more in (1, 6, 63):
        for _ in range(more):
            busy_town()
        counts.append(statements(client))

    assert len(set(counts)) == 1
    assert counts[0] <= 12


def test_a_leads_home_costs_the_same_statements_however_many_rows_and_towns(
    client: Client,
) -> None:
    lead = busy_town()
    client.force_login(lead.user)
    counts = [statements(client)]
    for more in (2, 6):
        for back in range(more):
            make.jot(by=lead)
            month = shift(month_of(timezone.localdate()), -2 - back - more)
            make.item(of=make.submitted_report(about=lead.town, month=month, by=lead.user))
            busy_town()
        counts.append(statements(client))

    assert len(set(counts)) == 1
    assert counts[0] <= 12


@pytest.mark.parametrize(
    "make_reader", [make.link_lead, make.analyst, make.steering_member, make.evaluator]
)
def test_every_other_home_costs_at_most_twelve_statements(
    client: Client, make_reader: Callable[[], make.Holder]
) -> None:
    client.force_login(make_reader().user)

    assert statements(client) <= 12
