"""A digest drafts itself from what may be shown, and takes in later what came since."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from digests.actions.gathering import (
    AT_ONCE,
    AlreadyBegun,
    QuarterRuns,
    begin_digest,
    begin_due,
    gather_again,
    gather_on,
)
from digests.content import Depth, Sort
from digests.models import Digest, Passage, Section
from reflections.actions.events import mark_raised
from reflections.models import Audience, Kind, Obligation, Report
from sessions.models import CohortSession
from tests import make
from tests.digests.quarters import (
    AT,
    AUGUST,
    JULY,
    QUARTER,
    SEPTEMBER,
    checked,
    drafted,
    published,
    shared,
    submitted,
    texts,
)

pytestmark = pytest.mark.django_db


def section(digest: Digest, name: str = "Ayr") -> Section:
    return digest.sections.get(town__name=name)


def test_a_quarter_that_is_over_drafts_itself_and_is_frozen_some_weeks_later() -> None:
    quarter = drafted()

    assert quarter.digest.state == Digest.State.DRAFTING
    assert quarter.digest.gathered_at == AT
    assert quarter.digest.freeze_on == date(2026, 10, 21)  # the fifteenth working day
    assert texts(quarter.digest) == ["Buses came to the shore."]


def test_a_quarter_that_runs_has_no_digest_and_one_that_has_one_no_second() -> None:
    team = drafted().team

    with pytest.raises(QuarterRuns, match="is over on Friday 1 January 2027"):
        begin_digest(date(2026, 10, 1), by=team.user, at=AT)
    with pytest.raises(AlreadyBegun, match="There is a digest of July to September 2026"):
        begin_digest(QUARTER, by=team.user, at=AT)


@pytest.mark.parametrize("holder", ["lead", "link_lead", "analyst", "steering_member"])
def test_nobody_but_the_team_begins_one_or_gathers_again(holder: str) -> None:
    quarter = drafted()
    by = getattr(make, holder)(make.town("Alloa")).user

    with pytest.raises(PermissionDenied):
        begin_digest(date(2026, 4, 1), by=by, at=AT)
    with pytest.raises(PermissionDenied):
        gather_again(quarter.digest, by=by, at=AT)


def test_the_timetable_begins_the_quarter_that_ended_last_once() -> None:
    lead = make.lead(make.town("Ayr"))
    submitted(lead)

    assert [begin_due(at=AT), begin_due(at=AT + timedelta(days=1))] == [1, 0]
    assert [one.quarter for one in Digest.objects.all()] == [QUARTER]


def test_a_programme_in_which_nobody_ever_owed_a_report_has_no_digest() -> None:
    make.town("Ayr")

    assert begin_due(at=AT) == 0


@pytest.mark.parametrize("audience", [one for one in Audience if one != Audience.STEERING])
def test_what_is_not_for_steering_groups_is_not_gathered(audience: str) -> None:
    lead = make.lead(make.town("Ayr"))
    make.item(of=submitted(lead), audience=audience)

    digest = begin_digest(QUARTER, by=make.team_member().user, at=AT)

    assert texts(digest) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"open_findings": 1},
        {"withdrawn_at": AT},
        {"quarantined_at": AT},
    ],
    ids=["a question of the guard open", "taken out", "set aside"],
)
def test_nor_what_is_questioned_taken_out_or_set_aside(fields: dict[str, Any]) -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    if "quarantined_at" in fields:
        fields = fields | {"quarantined_by": team.user}
    shared(submitted(lead), **fields)

    assert texts(begin_digest(QUARTER, by=team.user, at=AT)) == []


@pytest.mark.parametrize("status", [Report.Status.OPEN, Report.Status.REVISING])
def test_nor_what_is_not_handed_over_as_it_stands(status: str) -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    report = submitted(lead)
    shared(report)
    gone = {"submitted_at": None, "submitted_by": None} if status == Report.Status.OPEN else {}
    Report.objects.filter(pk=report.pk).update(status=status, **gone)

    assert texts(begin_digest(QUARTER, by=team.user, at=AT)) == []


@pytest.mark.parametrize("month", [date(2026, 6, 1), date(2026, 10, 1)])
def test_nor_what_belongs_to_another_quarter(month: date) -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    shared(submitted(lead, month))

    assert texts(begin_digest(QUARTER, by=team.user, at=AT)) == []


def test_a_town_s_quarter_is_counted_and_named() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    for month in (JULY, AUGUST):
        submitted(lead, month)
    report = submitted(lead)
    shared(report, kind=Kind.CONNECTION).organisations.add(
        make.organisation("Harbour Trust"), make.organisation("Paths for All")
    )
    shared(report, kind=Kind.CHALLENGE)
    shared(report, kind=Kind.CHALLENGE)

    found = section(begin_digest(QUARTER, by=team.user, at=AT))

    assert found.progress == (
        "3 of 3 reports. 1 new connection and 2 challenges. "
        "New ties with Harbour Trust and Paths for All."
    )
    connection = found.passages.get(sort=Sort.CONNECTION)
    assert connection.note == "With Harbour Trust and Paths for All."


def test_missing_reports_are_said_with_their_reason() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    submitted(lead)
    make.obligation(about=lead.town, month=AUGUST)
    make.obligation(
        about=lead.town,
        month=JULY,
        state=Obligation.State.EXCUSED,
        reason=Obligation.Reason.VACANT,
    )

    found = section(begin_digest(QUARTER, by=team.user, at=AT))

    assert found.progress == "1 of 3 reports (July: post vacant; August: not in yet)."


def test_a_month_before_the_lead_started_is_no_gap() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    submitted(lead)
    make.obligation(
        about=lead.town,
        month=JULY,
        state=Obligation.State.EXCUSED,
        reason=Obligation.Reason.BEFORE_START,
    )

    assert section(begin_digest(QUARTER, by=team.user, at=AT)).progress == "1 of 1 report."


def test_what_became_of_a_challenge_stands_with_it_and_names_nobody() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    item = shared(submitted(lead), kind=Kind.CHALLENGE)
    mark_raised(item, label="Fortnightly session, 14 May 2026", address="", by=team.user, at=AT)

    digest = begin_digest(QUARTER, by=team.user, at=AT)

    assert Passage.objects.get(section__digest=digest).note == (
        "Raised: Fortnightly session, 14 May 2026."
    )


def test_the_weightiest_of_a_town_stands_in_brief_two_more_on_a_page_the_rest_in_full() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    report = submitted(lead)
    for kind in (Kind.CONNECTION, Kind.CONNECTION, Kind.CHALLENGE):
        shared(report, kind=kind)
    item = shared(report, kind=Kind.CHALLENGE)
    mark_raised(item, label="Deep dive", address="", by=None, at=AT)
    shared(report, kind=Kind.LEARNING)

    digest = begin_digest(QUARTER, by=team.user, at=AT)

    rows = Passage.objects.filter(section__digest=digest).order_by("position")
    assert [(one.sort, one.depth) for one in rows] == [
        ("connection", Depth.PAGE),
        ("connection", Depth.FULL),
        ("challenge", Depth.BRIEF),
        ("challenge", Depth.FULL),
        ("learning", Depth.PAGE),
    ]
    assert rows.get(depth=Depth.BRIEF).item == item


def test_gathering_again_takes_in_what_came_since_and_leaves_what_was_edited() -> None:
    quarter = drafted()
    Passage.objects.update(text="Shorter.", depth=Passage.OUT)
    version = section(quarter.digest).version
    shared(submitted(quarter.lead, AUGUST), "Late in August.")

    digest = gather_again(quarter.digest, by=quarter.team.user, at=AT)

    assert digest.state == Digest.State.DRAFTING
    assert texts(digest) == ["Shorter.", "Late in August."]
    assert Passage.objects.get(text="Late in August.").depth == Depth.FULL
    found = section(digest)
    assert found.version > version
    assert found.progress == "2 of 2 reports. 2 learning moments."


def test_while_the_towns_check_it_can_be_gathered_again_and_goes_on_being_checked() -> None:
    quarter = checked(drafted())
    shared(submitted(quarter.lead, AUGUST), "Late in August.")

    digest = gather_again(quarter.digest, by=quarter.team.user, at=AT)

    assert digest.state == Digest.State.CHECK
    assert "Late in August." in texts(digest)


def test_sentences_that_somebody_worded_stay_when_it_is_gathered_again() -> None:
    quarter = drafted()
    Section.objects.filter(town=quarter.town).update(progress="A good summer.")
    shared(submitted(quarter.lead, AUGUST))

    gather_again(quarter.digest, by=quarter.team.user, at=AT)

    assert section(quarter.digest).progress == "A good summer."


def test_what_arrives_after_a_freeze_goes_to_the_next_digest_marked_with_its_month() -> None:
    quarter = published()
    report = submitted(quarter.lead, AUGUST)
    shared(report, "Late from August.")
    Report.objects.filter(pk=report.pk).update(submitted_at=AT + timedelta(days=9))
    after = AT + timedelta(days=100)

    digest = begin_digest(date(2026, 10, 1), by=quarter.team.user, at=after)

    late = Passage.objects.get(section__digest=digest)
    assert (late.text, late.month) == ("Late from August.", AUGUST)


def test_what_was_there_before_the_freeze_and_left_out_does_not_come_back() -> None:
    quarter = drafted()
    Passage.objects.update(depth=Passage.OUT)
    published(quarter)
    Report.objects.update(submitted_at=AT + timedelta(days=1))

    digest = begin_digest(date(2026, 10, 1), by=quarter.team.user, at=AT + timedelta(days=100))

    assert texts(digest) == []


def test_words_whose_speaker_agreed_are_quoted_as_the_speaker_is_named() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    submitted(lead)
    agreed = make.quote(about=lead.town, by=lead.user, said_on=date(2026, 8, 3))
    make.consent(to=agreed, by=lead.user, at=AT)
    make.quote(about=lead.town, by=lead.user, said_on=date(2026, 8, 3))

    digest = begin_digest(QUARTER, by=team.user, at=AT)

    (found,) = Passage.objects.filter(section__digest=digest)
    assert (found.sort, found.text, found.note) == ("quote", agreed.text, "youth worker")
    assert found.quote == agreed


def test_sessions_are_told_across_towns_with_who_came() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    submitted(lead)
    state = CohortSession.State.HELD
    session = make.session(on=date(2026, 8, 6), state=state, title="Empty homes")
    make.session(on=date(2026, 8, 20), state=state)
    make.contribution(to=session, by=make.organisation("Paths for All"))
    session.attendance.create(
        person=lead.person, state="present", recorded_at=timezone.now(), recorded_by=team.user
    )

    digest = begin_digest(QUARTER, by=team.user, at=AT)

    assert texts(digest) == [
        "Fortnightly session, 6 August. “Empty homes”: 1 person from 1 town came.",
        "Fortnightly session, 20 August. Who came was not recorded.",
        "Paths for All: Fortnightly session, 6 August.",
    ]


def test_what_is_counted_across_towns_is_counted_anew_but_where_somebody_edited_it() -> None:
    quarter = drafted()
    state = CohortSession.State.HELD
    counted, edited = (make.session(on=date(2026, 8, day), state=state) for day in (6, 20))
    digest = gather_again(quarter.digest, by=quarter.team.user, at=AT)
    across = digest.sections.get(town=None)
    across.passages.filter(session=edited).update(text="Nobody wrote down who came.")
    for session in (counted, edited):
        came = {"person": quarter.lead.person, "state": "present"}
        session.attendance.create(**came, recorded_at=AT, recorded_by=quarter.team.user)

    gather_again(digest, by=quarter.team.user, at=AT)

    assert [one.text for one in across.passages.in_order()] == [
        "Fortnightly session, 6 August. 1 person from 1 town came.",
        "Nobody wrote down who came.",
    ]
    assert digest.sections.get(town=None).version > across.version


def test_a_topic_that_is_not_shared_any_more_goes_unless_somebody_edited_it() -> None:
    quarter, other = drafted(), make.lead(make.town("Alloa"))
    outcomes = [make.outcome("Feeling safe"), make.outcome("Natural spaces")]
    reports = [submitted(quarter.lead, AUGUST), submitted(other, AUGUST)]
    items = [shared(report) for report in reports]
    for item in items:
        item.outcomes.set(outcomes)
    digest = gather_again(quarter.digest, by=quarter.team.user, at=AT)
    across = digest.sections.get(town=None)
    across.passages.filter(copied__startswith="Natural").update(text="Parks, in two towns.")
    items[0].outcomes.clear()

    gather_again(digest, by=quarter.team.user, at=AT)

    assert [one.text for one in across.passages.in_order()] == ["Parks, in two towns."]


def test_an_outcome_on_which_two_towns_wrote_is_a_topic() -> None:
    team, outcome = make.team_member(), make.outcome("Feeling safe")
    for name in ("Ayr", "Alloa"):
        shared(submitted(make.lead(make.town(name)))).outcomes.add(outcome)

    digest = begin_digest(QUARTER, by=team.user, at=AT)

    across = digest.sections.get(town=None)
    assert [one.text for one in across.passages.all()] == ["Feeling safe: Alloa and Ayr."]


def test_an_action_is_told_if_what_it_came_from_may_be() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    report = submitted(lead)
    session = make.session(on=date(2026, 8, 6), state=CohortSession.State.CLOSED, recording="no")
    closed: dict[str, object] = {
        "closed_at": AT - timedelta(days=30),
        "closed_by": team.user,
        "outcome": "Done.",
    }
    for text, item in (
        ("From the session", None),
        ("From a shared item", shared(report)),
        ("From a private item", make.item(of=report)),
    ):
        fields = closed | {"text": text, "item": item}
        make.action(of=session, owner=lead.person, by=team.user, **fields)

    digest = begin_digest(QUARTER, by=team.user, at=AT)

    done = Passage.objects.filter(section__digest=digest, sort=Sort.ACTION)
    assert {(one.section.town, one.text) for one in done.select_related("section__town")} == {
        (None, "From the session"),
        (lead.town, "From a shared item"),
    }


def test_many_towns_are_gathered_some_at_a_time_and_none_twice() -> None:
    team = make.team_member()
    for _ in range(AT_ONCE + 1):
        shared(submitted(make.lead()))

    digest = begin_digest(QUARTER, by=team.user, at=AT)
    assert digest.state == Digest.State.DRAFTING
    assert digest.sections.count() == AT_ONCE + 2

    for _ in range(3):
        gather_on(digest, at=AT)
    assert Passage.objects.filter(section__digest=digest, item__isnull=False).count() == AT_ONCE + 1


def test_gathering_a_batch_asks_the_same_for_one_town_and_for_many() -> None:
    counts = []
    for towns in (1, AT_ONCE - 2):
        Digest.objects.all().delete()
        for _ in range(towns):
            shared(submitted(make.lead(), SEPTEMBER))
        digest = Digest.objects.create(quarter=QUARTER, freeze_on=date(2026, 10, 21))
        with CaptureQueriesContext(connection) as counted:
            gather_on(digest, at=AT)
        counts.append(len(counted))

    assert counts[0] == counts[1]
