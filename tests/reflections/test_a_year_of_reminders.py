"""A year of the demonstration: nobody hears twice, out of hours, or of what is done."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from outbox.actions.planning import plan
from outbox.models import Letter, Notice, Run
from reflections.actions.obligations import settle_obligations
from reflections.actions.reports import submit_nothing
from reflections.models import Obligation, Report
from tests import make
from tests.reflections.posting import planned, sent_only
from towns.models import Holiday, Role, Tenure

LONDON = ZoneInfo("Europe/London")
MORNING, OTHERS = time(8, 5), (time(11), time(16), time(18, 45), time(23))
REMINDERS = ("report_ready", "due_soon", "due_today", "late_first", "late_second")


def moments(first: date, chance: random.Random) -> Iterator[datetime]:
    """Each morning of a year, and one other hour; the timetable misses most of them."""
    for day in range(365):
        for hour in (MORNING, chance.choice(OTHERS)):
            if chance.random() < 0.3:
                yield datetime.combine(first + timedelta(days=day), hour, LONDON)


def hand_something_in(chance: random.Random, *, at: datetime) -> None:
    """Now and then a lead signs what they owe, in the hour that it strikes them."""
    on = timezone.localdate(at)
    for obligation in Obligation.objects.owed().select_related("holder__person__user"):
        tenure = obligation.holder
        if tenure is None or chance.random() > 0.05:
            continue
        in_post = Tenure.objects.active(on=on).filter(pk=tenure.pk).exists()
        report = Report.objects.filter(town=obligation.town_id, month=obligation.month).first()
        if in_post and report and report.status == Report.Status.OPEN:
            submit_nothing(report, note="", leave_items=True, by=tenure.person.user, at=at)


@pytest.mark.django_db
def test_a_year_of_the_demonstration() -> None:
    call_command("demo_data")
    chance = random.Random(20261122)
    for at in moments(timezone.localdate() + timedelta(days=1), chance):
        if timezone.localtime(at).time() == MORNING:
            settle_obligations(at=at)
        hand_something_in(chance, at=at)
        planned(at)
        if Notice.objects.due(at=at).exists():
            sent_only(at)

    told = list(
        Notice.objects.filter(state="told", occasion__regex="^20[0-9][0-9]-[01][0-9] ")
        .select_related("letter")
        .order_by("pk")
    )
    months = {(row.town_id, f"{row.month:%Y-%m}"): row for row in Obligation.objects.all()}
    leads = list(Tenure.objects.of_role(Role.PROJECT_LEAD).select_related("town"))

    assert {one.occasion.split()[1] for one in told} == set(REMINDERS)
    assert Letter.objects.exclude(state__in=["accepted", "not_needed"]).count() == 0
    assert max(Counter((one.person, one.about, one.occasion) for one in told).values()) == 1
    for one in told:
        assert one.letter is not None
        left_at = one.letter.accepted_at
        assert left_at is not None
        town, month = int(one.about.split(":")[1]), one.facts["month"]
        met_at = months[town, month].met_at
        assert met_at is None or left_at <= met_at
        assert any(
            lead.person_id == one.person
            and lead.town_id == town
            and lead.starts_on <= timezone.localdate(left_at)
            and (lead.ends_on is None or lead.ends_on >= timezone.localdate(left_at))
            for lead in leads
        )
        assert is_open(left_at, one.person, leads)
    letters = Letter.objects.filter(is_routine=True, state="accepted")
    per_day = Counter((one.person, timezone.localdate(one.accepted_at)) for one in letters)
    assert max(per_day.values()) == 1


def is_open(moment: datetime, person: int | None, leads: list[Tenure]) -> bool:
    """A working day of the lead's own office, and not at night."""
    local = timezone.localtime(moment)
    councils = {lead.town.council_id for lead in leads if lead.town and lead.person_id == person}
    closed = Holiday.objects.filter(council__in=councils, on=local.date()).count()
    at_night = not time(8) <= local.time() < time(18, 30)
    return local.weekday() < 5 and not at_night and closed < len(councils)


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_at_once_promise_once() -> None:
    at = datetime(2026, 11, 6, 9, tzinfo=LONDON)
    for _ in range(40):
        make.lead(since=date(2026, 10, 1))
    settle_obligations(at=at)
    start = Barrier(2)

    def work() -> None:
        start.wait()
        plan(at=at)
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Notice.objects.filter(kind="reflections/due_today").count() == 40
    assert Run.objects.exclude(failed_at=None).count() == 0
