"""Leads are reminded: planned, merged into one letter a day, asked once more, sent by real SMTP."""

from datetime import UTC, date, datetime, timedelta

import pytest

from outbox.models import Letter, Notice
from reflections.actions.obligations import settle_obligations
from reflections.actions.reports import submit_nothing
from reflections.models import Report
from tests import make
from tests.reflections.posting import planned, planned_and_sent, sent
from tests.wire import text_of, unwrapped
from towns.models import Absence, Tenure

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 1)
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


def at(day: int, hour: int = 9, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def lead_of(name: str, who: str, *, until: date | None = None) -> make.Holder:
    """A lead since October, whose report is due on Friday 6 November 2026."""
    found = make.lead(make.town(name), name=who, since=OCTOBER, until=until)
    settle_obligations(at=at(2))
    return found


def occasions() -> list[tuple[str, str]]:
    """What has become of each notice, oldest first."""
    return list(Notice.objects.order_by("pk").values_list("occasion", "state"))


def test_a_lead_hears_of_each_stage_once_and_no_more() -> None:
    lead_of("Ayr", "Ailsa")

    letters = planned_and_sent(
        *(at(day, month=10) for day in range(20, 32)), *(at(day) for day in range(1, 31))
    )

    named = f"Ayr{APOSTROPHE}s October report"
    months = [str(one["Subject"]) for one in letters if "October" in str(one["Subject"])]
    assert months == [
        f"{named} is ready to review",
        f"{named} is due on Friday 6 November 2026",
        f"{named} is due today",
        f"{named} was due on Friday 6 November 2026",
        f"{named}: somebody will get in touch",
    ]


def test_planning_again_and_again_promises_once() -> None:
    lead_of("Ayr", "Ailsa")

    assert [planned(at(6)), planned(at(6)), planned(at(6, 15))] == [1, 0, 0]


def test_a_lead_who_owes_three_things_gets_one_letter_that_names_three() -> None:
    lead = lead_of("Ayr", "Ailsa")
    for name in ("Troon", "Girvan"):
        other = lead_of(name, f"Lead of {name}")
        make.tenure(lead.person, "project_lead", town=other.town, since=OCTOBER, covering=True)
        Absence.objects.create(tenure=other.tenure, starts_on=date(2026, 10, 12))

    (letter,) = planned_and_sent(at(6))

    text = text_of(letter)
    assert str(letter["Subject"]) == f"Ayr{APOSTROPHE}s October report is due today, and 2 more"
    assert [line for line in text.split("\n") if line.endswith("is due today")] == [
        f"Ayr{APOSTROPHE}s October report is due today",
        f"Troon{APOSTROPHE}s October report is due today",
        f"Girvan{APOSTROPHE}s October report is due today",
    ]
    assert (
        "You get this because you are Project Lead in Ayr, you stand in as Project Lead in Troon "
        "and you stand in as Project Lead in Girvan."
    ) in unwrapped(letter)
    assert [letter.state for letter in Letter.objects.all()] == ["accepted"]


def test_what_is_most_pressing_stands_first() -> None:
    lead = lead_of("Ayr", "Ailsa")
    settle_obligations(at=at(25))

    (letter,) = planned_and_sent(at(25))

    assert occasions() == [("2026-10 late_second", "told"), ("2026-11 report_ready", "told")]
    assert str(letter["Subject"]) == (
        f"Ayr{APOSTROPHE}s October report: somebody will get in touch, and 1 more"
    )
    assert lead.user.email in str(letter["To"])


@pytest.mark.parametrize(
    ("first", "back", "occasion"),
    [
        (at(2), at(5), "2026-10 due_soon"),
        (at(3, 7), at(6), "2026-10 due_today"),
        (at(2), at(10), "2026-10 late_first"),
        (at(2), at(16), "2026-10 late_second"),
    ],
    ids=["three days", "three days over the due day", "eight days", "two weeks"],
)
def test_after_downtime_one_letter_says_the_latest_stage(
    first: datetime, back: datetime, occasion: str
) -> None:
    lead_of("Ayr", "Ailsa")
    planned_and_sent(at(26, month=10))
    assert first < back  # nothing runs in between

    planned_and_sent(back, back + timedelta(hours=2))

    assert occasions() == [("2026-10 report_ready", "told"), (occasion, "told")]
    assert Letter.objects.count() == 2


def test_after_downtime_beyond_the_last_stage_a_person_asks_and_no_letter() -> None:
    lead_of("Ayr", "Ailsa")

    planned_and_sent(at(27))

    assert occasions() == [("2026-11 report_ready", "told")]


def test_what_is_handed_in_between_promise_and_sending_sends_nothing() -> None:
    lead = lead_of("Ayr", "Ailsa")
    planned(at(6))
    submit_nothing(
        Report.objects.get(town=lead.town, month=OCTOBER), note="", by=lead.user, at=at(6)
    )
    Notice.objects.filter(kind="reflections/thank_you").delete()

    letters = sent(at(6, 10))

    reason = "signed as nothing this month on Friday 6 November 2026"
    notice, letter = Notice.objects.get(), Letter.objects.get()
    assert letters == []
    assert (notice.state, notice.reason) == ("not_needed", reason)
    assert (letter.state, letter.reason) == ("not_needed", reason)


def test_nobody_is_reminded_after_handing_in() -> None:
    lead = lead_of("Ayr", "Ailsa")
    submit_nothing(
        Report.objects.get(town=lead.town, month=OCTOBER), note="", by=lead.user, at=at(2)
    )

    letters = planned_and_sent(*(at(day) for day in range(3, 21)))

    assert [str(letter["Subject"]) for letter in letters] == [
        f"Ayr{APOSTROPHE}s October report is in"
    ]


def test_a_lead_who_takes_over_hears_from_then_on_and_the_leaver_no_more() -> None:
    lead = lead_of("Ayr", "Ailsa")
    planned_and_sent(at(3))
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=date(2026, 11, 9))
    new = make.lead(lead.town, name="Bryce", since=date(2026, 11, 10))

    planned_and_sent(*(at(day) for day in range(4, 21)))

    told = Notice.objects.order_by("pk").values_list("person", "occasion", "state")
    assert list(told) == [
        (lead.person.pk, "2026-10 due_soon", "told"),
        (lead.person.pk, "2026-10 due_today", "told"),
        (new.person.pk, "2026-10 late_first", "told"),
        (new.person.pk, "2026-10 late_second", "told"),
    ]


def test_leave_without_cover_is_kept_and_made_good_after() -> None:
    lead = lead_of("Ayr", "Ailsa")
    Absence.objects.create(
        tenure=lead.tenure, starts_on=date(2026, 11, 3), ends_on=date(2026, 11, 6)
    )

    days = {day: len(planned_and_sent(at(day))) for day in (3, 4, 5, 6, 9)}

    assert days == {3: 0, 4: 0, 5: 0, 6: 0, 9: 1}
    assert occasions() == [("2026-10 due_today", "told")]


def test_letters_keep_the_hours_of_their_reader() -> None:
    lead_of("Ayr", "Ailsa")

    sent_at = {
        moment: len(planned_and_sent(moment))
        for moment in (at(3, 7), at(3, 19), at(4, 7), at(4, 8))
    }

    # On Tuesday at 7 it is too early, at 19 too late: on Wednesday the latest stage leaves at 8.
    assert list(sent_at.values()) == [0, 0, 0, 1]
    assert occasions() == [("2026-10 report_ready", "expired"), ("2026-10 due_soon", "told")]
