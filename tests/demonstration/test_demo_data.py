"""The demonstration: every case visible, and nothing that deeds would not leave."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from demonstration.days import day_of
from evidence.models import Consent, Quote, Scope
from kit.kept_files import path_of
from people.models import Organisation, User
from reflections.actions.obligations import settle_obligations
from reflections.models import (
    Echo,
    Introduction,
    Item,
    Jot,
    Obligation,
    Question,
    Report,
    ReportVersion,
    Reuse,
)
from reflections.queries.own_towns import own_towns
from sessions.models import CohortSession, Resource
from towns.models import Town

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6-11", date(2026, 5, 11)),
        ("9-end", date(2026, 2, 28)),
        ("0-01", date(2026, 11, 1)),
        ("", None),
    ],
)
def test_days_are_told_from_the_present_month_back(text: str, day: date | None) -> None:
    assert day_of(text, today=date(2026, 11, 22)) == day


def test_the_programme_shows_every_case_and_settles_as_it_stands() -> None:
    call_command("demo_data")

    settled = settle_obligations(at=timezone.now())

    shown = {(row.state, row.reason or row.met_with) for row in Obligation.objects.all()} | {
        ("late", "") for _ in Obligation.objects.filter(was_late=True)[:1]
    }
    assert settled == 0
    assert shown == {
        ("owed", ""),
        ("met", "report"),
        ("met", "nothing"),
        ("late", ""),
        ("excused", "before_start"),
        ("excused", "paused"),
        ("excused", "leave"),
        ("excused", "vacant"),
    }
    assert not Organisation.objects.filter(sector=None).exists()
    assert Item.objects.filter(sensitive=True).exists()
    assert ReportVersion.objects.filter(number=2).exists()
    assert Question.objects.filter(replies=None).exists()
    assert Jot.objects.waiting().exists()
    ended = Consent.objects.exclude(withdrawn_at=None)
    assert set(ended.values_list("withdrawn_how", flat=True)) == {"link", "told"}
    today = timezone.localdate()
    assert Consent.objects.standing().filter(until__lt=today).exists()
    assert Quote.objects.usable(Scope.STEERING, on=today).exists()
    assert Quote.objects.filter(consents=None).exists()
    assert Obligation.objects.filter(state="met").count() == Report.objects.handed_over().count()
    assert (Introduction.objects.count(), Introduction.objects.open().count()) == (2, 0)
    assert Reuse.objects.values("item").distinct().count() == 8


def test_authors_said_what_is_true_later_and_one_is_asked_today() -> None:
    call_command("demo_data")

    lead = User.objects.get(email="lead.ayr@example.org")
    waiting = own_towns(lead, [], at=timezone.now()).echoes
    assert set(Echo.objects.values_list("answer", flat=True)) == set(Echo.Answer)
    assert Echo.objects.filter(line="").exists()
    assert 1 <= len(waiting) <= 2


def test_every_session_that_was_closed_has_a_resource_or_says_that_none_is_needed() -> None:
    call_command("demo_data")

    closed = CohortSession.objects.filter(state=CohortSession.State.CLOSED)
    made = Resource.objects.standing().usable().filter(use=Resource.Use.RESOURCE)
    said = {"without": 0, "with": 0}
    for session in closed:
        has = made.filter(session=session).exists()
        assert has != (CohortSession.Part.RESOURCES in session.not_needed), session.slug
        said["with" if has else "without"] += 1
    assert min(said.values()) > 2
    files = Resource.objects.exclude(file_key="")
    assert {one.file_sort for one in files} == {"pdf", "csv"}
    assert all(one.scan == Resource.Scan.CLEAN for one in files)
    assert all(path_of(one.file_key).stat().st_size == one.file_size for one in files)
    assert Resource.objects.exclude(contribution=None).exists()


def test_more_towns_tell_the_same_stories_under_a_number() -> None:
    call_command("demo_data", towns=9, months=2, people=80)

    assert Town.objects.count() == 9
    assert Town.objects.get(slug="ayr-8").tenures.exists()


def test_a_database_that_holds_a_programme_is_left_alone() -> None:
    call_command("demo_data", months=1)

    with pytest.raises(CommandError, match="already"):
        call_command("demo_data", months=1)
