"""The letter with which a week begins: who gets it when, and what stands in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from front.letters import week
from front.letters.week_plan import NAME, plan
from outbox.actions.bundling import bundle
from outbox.actions.promising import promise
from outbox.actions.suppressing import suppress
from outbox.delivery.writing import drafts_of
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Letter, Notice, Suppression
from outbox.planning import planners
from people.models import User
from reflections.actions.events import mark_read
from reflections.actions.questions import ask
from reflections.models import Audience, Obligation, Report
from sessions.models import Invitation
from tests import make
from towns.models import Absence, Holiday

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 11)
AT = datetime(2026, 11, 9, 9, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)


def told(at: datetime = AT) -> list[tuple[str, str]]:
    """Who is due a letter at a moment, and of which week."""
    names = dict(User.objects.values_list("person", "person__name"))
    return [(names[due.promise.person], due.promise.occasion) for due in plan(at).due]


def spared(at: datetime = AT) -> list[tuple[str, str]]:
    return [(one.who, one.why) for one in plan(at).spared]


def moment(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def holiday(of: make.Holder, *days: date) -> None:
    for day in days:
        Holiday.objects.create(council=of.town.council, on=day, name="Closed")


# --- Who is due one -------------------------------------------------------------------------------
def test_the_planner_is_known_to_the_outbox() -> None:
    assert planners()["week"] is plan


def test_leads_and_the_team_are_told_and_nobody_else() -> None:
    make.lead(name="Ailsa")
    make.link_lead(name="Bruce")
    make.team_member(name="Priya")
    for maker in (make.analyst, make.steering_member, make.evaluator, make.administrator):
        maker()

    assert sorted(told()) == [(name, "2026-W46") for name in ("Ailsa", "Bruce", "Priya")]


@pytest.mark.parametrize(
    ("at", "is_due"),
    [
        (moment(MONDAY, 7), False),
        (moment(MONDAY, 8), True),
        (moment(WEDNESDAY, 23), True),
        (moment(date(2026, 11, 12), 0), False),
        (moment(date(2026, 11, 15), 12), False),
    ],
)
def test_it_is_due_from_the_first_working_hour_to_the_middle_of_the_week(
    at: datetime, *, is_due: bool
) -> None:
    make.lead()

    assert bool(plan(at).due) == is_due


def test_in_a_week_that_begins_with_a_holiday_it_comes_on_the_next_working_day() -> None:
    ayr, alloa = make.lead(name="Ailsa"), make.lead(name="Bruce")
    holiday(ayr, MONDAY)

    assert told(moment(MONDAY)) == [("Bruce", "2026-W46")]
    assert sorted(told(moment(TUESDAY))) == [("Ailsa", "2026-W46"), ("Bruce", "2026-W46")]
    assert {due.since for due in plan(moment(TUESDAY)).due} == {
        moment(MONDAY, 8),
        moment(TUESDAY, 8),
    }
    assert alloa.town != ayr.town


def test_in_a_week_without_a_working_day_none_comes() -> None:
    lead = make.lead(name="Ailsa")
    holiday(lead, *(MONDAY + timedelta(days=number) for number in range(5)))

    assert told() == []
    assert spared() == [("Ailsa", "no working day this week")]


def test_a_week_that_begins_late_is_told_for_its_first_day() -> None:
    lead = make.lead(name="Ailsa")
    holiday(lead, *(MONDAY + timedelta(days=number) for number in range(4)))
    friday = date(2026, 11, 13)

    assert told(moment(friday)) == [("Ailsa", "2026-W46")]
    assert told(moment(friday + timedelta(days=1))) == []


def test_the_first_week_of_a_year_is_called_by_its_year() -> None:
    make.lead(name="Ailsa")

    assert told(moment(date(2026, 12, 28))) == [("Ailsa", "2026-W53")]
    assert told(moment(date(2027, 1, 4))) == [("Ailsa", "2027-W01")]


def test_whoever_is_on_leave_is_spared_and_who_stands_in_is_told() -> None:
    lead = make.lead(name="Ailsa")
    make.lead(lead.town, name="Bruce", covering=True, since=MONDAY)
    Absence.objects.create(tenure=lead.tenure, starts_on=MONDAY, ends_on=date(2026, 11, 20))

    assert told() == [("Bruce", "2026-W46")]
    assert spared() == [("Ailsa", "on leave until Friday 20 November 2026")]


def test_an_absence_without_end_and_one_that_is_over() -> None:
    away, back = make.lead(name="Ailsa"), make.lead(name="Bruce")
    Absence.objects.create(tenure=away.tenure, starts_on=OCTOBER)
    Absence.objects.create(tenure=back.tenure, starts_on=OCTOBER, ends_on=date(2026, 11, 8))

    assert told() == [("Bruce", "2026-W46")]
    assert spared() == [("Ailsa", "on leave with no day of return")]


def test_whoever_has_no_account_is_spared() -> None:
    make.tenure(make.person("Ailsa"), "project_lead", town=make.town())

    assert (told(), spared()) == ([], [("Ailsa", "no account, and so no address")])


def test_posts_that_ended_or_have_not_begun_bring_none() -> None:
    make.lead(until=date(2026, 11, 8))
    make.lead(until=MONDAY, name="Ailsa")
    make.lead(since=TUESDAY)

    assert told(moment(MONDAY)) == [("Ailsa", "2026-W46")]
    assert told(moment(TUESDAY)) == []


def test_somebody_with_two_posts_gets_one() -> None:
    lead = make.lead(make.town("Ayr"), name="Ailsa")
    make.tenure(lead.person, "project_lead", town=make.town("Dunoon"), covering=True)

    (due,) = plan(AT).due

    assert due.why == (
        "the week begins for Project Lead in Ayr and cover for the Project Lead in Dunoon; "
        "left out if there is nothing to tell"
    )


def test_seventy_towns_take_as_many_statements_as_seven() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            plan(AT)
        return len(seen)

    for _ in range(7):
        make.lead()
    few = statements()
    for _ in range(63):
        make.lead()

    assert statements() == few <= 7


# --- What it says ---------------------------------------------------------------------------------
def notice(of: make.Holder, **fields: object) -> Notice:
    return Notice.objects.create(
        **{
            "kind": NAME,
            "person": of.person.pk,
            "about": f"people.person:{of.person.pk}",
            "occasion": "2026-W46",
            "promised_at": AT,
            "not_before": AT,
        }
        | fields
    )


def said(of: make.Holder, at: datetime = AT) -> Said:
    one = notice(of)
    return week.tell([one], at=at)[one.pk]


def part(of: make.Holder) -> Part:
    found = said(of)
    assert isinstance(found, Part)
    return found


def test_a_lead_reads_what_they_owe_and_when_it_is_due() -> None:
    lead = make.lead(make.town("Ayr"))
    make.report(about=lead.town, month=date(2026, 11, 1))
    make.jot(by=lead, noticed_on=MONDAY)

    found = part(lead)

    assert found.subject == "This week: 1 report to hand in"
    assert found.reason == "you are Project Lead in Ayr"
    assert (
        "- November 2026 reflection for Ayr: due by the end of Monday 7 December 2026, "
        "in 28 days. 1 jot is waiting." in found.text
    )
    assert found.text.endswith("Go on from your home page:\nhttp://localhost:8000/")


def test_a_late_report_is_still_welcome_and_one_in_its_grace_counts() -> None:
    late, graced = make.lead(make.town("Ayr")), make.lead(make.town("Dunoon"))
    make.report(about=late.town, month=date(2026, 9, 1))
    make.obligation(
        about=graced.town,
        month=OCTOBER,
        due_at=moment(MONDAY, 0) - timedelta(minutes=1),
        grace_until=moment(MONDAY, 12),
    )

    assert "was due on Wednesday 7 October 2026, and is still welcome." in part(late).text
    assert "was due on Sunday 8 November 2026. For some hours it still counts" in part(graced).text


def test_questions_that_wait_stand_apart_from_what_else_is_new() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member(name="Priya Nair")
    report = make.submitted_report(about=lead.town, by=lead.user)
    item = make.item(of=report, text="The draft parking consultation")
    ask(item, text="When?", by=team.user, at=AT - timedelta(days=40))
    mark_read(item, by=team.user, at=AT - timedelta(days=2))
    other = make.item(of=report, text="Long ago")
    mark_read(other, by=make.team_member(name="Rory").user, at=AT - timedelta(days=20))

    found = part(lead)

    assert found.subject == "This week: 1 question for you, 1 piece of news"
    waiting, became = found.text.split("What became of what you wrote")
    assert "A question on “The draft parking consultation” (Priya Nair" in waiting
    assert "1 item of October 2026 read by Priya Nair" in became
    assert "Rory" not in found.text


def share(town: str, *texts: str, days_ago: int = 2, **fields: object) -> None:
    """A town's report with items for the cohort, handed over so many days ago."""
    lead = make.lead(make.town(town))
    report = make.submitted_report(about=lead.town, by=lead.user)
    for text in texts:
        make.item(of=report, text=text, **({"audience": Audience.COHORT} | fields))  # type: ignore[arg-type]
    Report.objects.filter(pk=report.pk).update(submitted_at=AT - timedelta(days=days_ago))


def test_what_others_shared_is_counted_and_three_begin() -> None:
    link = make.link_lead(make.town("Ayr"))
    share("Dunoon", *(f"Walk number {number}" for number in range(4)))
    share("Alloa", "Shared long ago", days_ago=8)

    found = part(link)

    assert found.subject == "This week: 4 items new in the cohort"
    assert "4 items of other towns were shared with the cohort" in found.text
    assert "Three of them:" in found.text
    assert found.text.count("- Dunoon, October 2026: “Walk number") == 3
    assert "long ago" not in found.text


def test_nothing_is_told_that_the_reader_may_not_see() -> None:
    link = make.link_lead(make.town("Ayr"))
    share("Dunoon", "MARKER of the town", audience=Audience.TOWN)
    share("Alloa", "MARKER of the team", audience=Audience.TEAM, sensitive=True)
    share("Clydebank", "MARKER with a finding", open_findings=1)
    share("Dalkeith", "MARKER in quarantine", quarantined_at=AT, quarantined_by=link.user)

    assert said(link) == Unneeded("There was nothing to tell.")


def test_what_ones_own_town_shared_is_no_news_to_it() -> None:
    lead = make.lead(make.town("Ayr"))
    report = make.submitted_report(about=lead.town, by=lead.user)
    make.item(of=report, audience=Audience.COHORT)
    Report.objects.update(submitted_at=AT - timedelta(days=1))

    assert said(lead) == Unneeded("There was nothing to tell.")


def test_a_sensitive_item_is_never_quoted_even_to_one_of_its_readers() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    successor = make.lead(lead.town, covering=True)
    report = make.submitted_report(about=lead.town, by=lead.user)
    item = make.item(of=report, by=lead.person, text="MARKER", sensitive=True)
    item.readers.add(team.person, successor.person)
    ask(item, text="MARKER?", by=team.user, at=AT - timedelta(days=1))

    texts = [part(successor).text, part(team).text]

    assert not any("MARKER" in text for text in texts)
    assert all("a sensitive item" in text for text in texts)


def test_the_team_reads_who_owes_since_when_and_whom_a_person_asks() -> None:
    late, later = make.lead(make.town("Ayr"), name="Isla"), make.lead(make.town("Alloa"))
    make.lead(make.town("Dunoon"), name="Rory")
    make.obligation(about=late.town, month=OCTOBER)
    make.obligation(about=later.town, month=date(2026, 9, 1))
    make.obligation(about=late.town, month=date(2026, 11, 1))
    team = make.team_member()

    found = part(team)

    assert found.subject.startswith("This week: ")
    asks, owes = found.text.split("Who owes what")
    assert f"- {later.person.name}, Alloa: September 2026 was due on" in asks
    assert "Isla" not in asks
    assert "- Ayr, October 2026: Isla, overdue since 7 November" in owes
    assert "Alloa, September" not in owes


def test_the_team_reads_what_came_in_what_is_unread_and_whom_no_letter_reaches() -> None:
    lead, team = make.lead(make.town("Ayr"), name="Isla Fraser"), make.team_member()
    report = make.submitted_report(about=lead.town, by=lead.user)
    make.item(of=report)
    Report.objects.filter(pk=report.pk).update(submitted_at=AT - timedelta(days=3))
    suppress("gone@example.org", reason=Suppression.Reason.BOUNCE, evidence="x", at=AT)

    text = part(team).text

    assert "Reports that came in since last week" in text
    assert "- Ayr, October 2026. Submitted by Isla Fraser" in text
    assert "- gone@example.org, since Monday 9 November 2026" in text
    assert "See the letters:\nhttp://localhost:8000/office/letters/" in text


def test_whoever_has_nothing_to_hear_gets_no_letter() -> None:
    assert said(make.lead()) == Unneeded("There was nothing to tell.")
    assert said(make.team_member()) == Unneeded("There was nothing to tell.")


def test_a_post_or_an_account_that_ended_meanwhile_gets_none() -> None:
    ended, closed = make.lead(until=date(2026, 11, 8)), make.lead()
    User.objects.filter(pk=closed.user.pk).update(is_active=False)

    assert said(ended) == Unneeded("They hold no post any more for which it is written.")
    assert said(closed) == Unneeded("This person has no account any more.")


def test_what_the_same_letter_reminds_of_is_not_said_twice() -> None:
    lead = make.lead(make.town("Ayr"))
    make.obligation(about=lead.town, month=OCTOBER)
    promise(NAME, to=lead.person.pk, about=lead.person, occasion="1", at=AT)
    late = {"month": "2026-10", "stage": "late_first"}
    promise("reflections/late", to=lead.person.pk, about=lead.town, occasion="1", at=AT, facts=late)
    bundle(at=AT)
    letter = Letter.objects.get()
    of_week = letter.notices.get(kind=NAME)

    alone = part(lead)
    with_reminder = week.tell([of_week], at=AT)[of_week.pk]

    assert "What you owe" in alone.text
    assert with_reminder == Unneeded("There was nothing to tell.")
    parts = [kind.name for kind, _ in drafts_of([letter], at=AT)[0].parts]
    assert parts == ["reflections/late"]


def test_a_letter_besides_the_reminders_of_another_says_what_is_owed() -> None:
    lead, other = make.lead(), make.lead()
    make.obligation(about=lead.town, month=OCTOBER)
    promise(NAME, to=lead.person.pk, about="people.person:1", occasion="1", at=AT)
    promise("reflections/late", to=other.person.pk, about="towns.town:1", occasion="1", at=AT)
    bundle(at=AT)
    of_week = Notice.objects.get(kind=NAME)

    found = week.tell([of_week], at=AT)[of_week.pk]

    assert isinstance(found, Part)
    assert "What you owe" in found.text


def test_a_reader_more_costs_the_statements_of_a_home_page() -> None:
    def statements(notices: list[Notice]) -> int:
        with CaptureQueriesContext(connection) as seen:
            week.tell(notices, at=AT)
        return len(seen)

    leads = [make.lead() for _ in range(6)]
    for lead in leads:
        make.obligation(about=lead.town, month=OCTOBER)
    notices = [notice(lead) for lead in leads]

    one, six = statements(notices[:1]), statements(notices)

    assert (six - one) / 5 <= 9  # a home page is made of so many, for a lead without news


def test_sessions_and_actions_of_the_week_are_told_and_later_ones_are_not() -> None:
    lead, team = make.lead(), make.team_member()
    today = timezone.localdate(AT)
    for ahead, title in ((2, "Paths"), (9, "Much later")):
        gathering = make.session(on=today + timedelta(days=ahead), title=title)
        Invitation.objects.create(session=gathering, person=lead.person, invited_at=AT)
        make.action(
            of=gathering,
            owner=lead.person,
            by=team.user,
            text=f"Ask about {title.lower()}.",
            due_on=today + timedelta(days=ahead),
        )

    said = week.tell([notice(lead)], at=AT)

    [part] = said.values()
    assert isinstance(part, Part)
    assert part.subject == "This week: 1 session, 1 action due"
    assert "- Paths: " in part.text
    assert "You have not replied yet" in part.text
    assert "- Ask about paths. (" in part.text
    assert "later" not in part.text


def test_nothing_is_written_by_composing() -> None:
    lead = make.lead()
    make.obligation(about=lead.town, month=OCTOBER)
    one = notice(lead)

    with CaptureQueriesContext(connection) as seen:
        week.tell([one], at=AT)

    assert all(query["sql"].lstrip(" (").startswith("SELECT") for query in seen.captured_queries)
    assert Obligation.objects.get().state == "owed"
