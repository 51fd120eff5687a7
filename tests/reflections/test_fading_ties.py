"""The next report asks after ties of which nothing was heard for long; one press answers."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from partners.actions.ties import Seen, observe
from partners.models import TieObservation
from reflections.actions.fading import answer_fading
from reflections.actions.reports import submit_report
from reflections.actions.writing import AlreadySubmitted
from reflections.models import Item, Report
from reflections.queries.fading import Fading, fading_in, with_heard
from tests import make
from tests.reflections.writing import typed

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
TODAY = AT.date()
Source = TieObservation.Source


def heard(lead: make.Holder, name: str, *, days: int, source: str = Source.BASELINE) -> None:
    """Something heard of an organisation so many days ago."""
    known = lead.town.ties.filter(organisation__name=name).first()
    body = known.organisation if known else make.organisation(name)
    seen = [Seen(uuid4(), body.pk, TODAY - timedelta(days=days))]
    observe(lead.town, source, seen, by=lead.user, at=AT)


def found(report: Report, lead: make.Holder, *, on: date = TODAY) -> list[Fading]:
    rows = Report.objects.select_related("town__programme").filter(pk=report.pk)
    return fading_in(with_heard(rows, lead.user, on=on).get(), on=on)


def asked(report: Report, lead: make.Holder, *, on: date = TODAY) -> list[tuple[str, str]]:
    return [(one.name, one.answer) for one in found(report, lead, on=on)]


def test_the_report_asks_after_three_ties_that_were_silent_too_long_the_latest_first() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    for name, days in (("A", 120), ("B", 121), ("C", 300), ("D", 200), ("E", 400)):
        heard(lead, name, days=days)
    heard(make.lead(), "Of another town", days=150)

    assert asked(report, lead) == [("B", ""), ("D", ""), ("C", "")]


def test_what_is_over_or_was_heard_of_again_is_not_asked_after() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    for name, days, source in (("A", 50, Source.OVER), ("B", 50, Source.STILL)):
        heard(lead, name, days=300)
        heard(lead, name, days=days, source=source)
    heard(lead, "C", days=400)
    heard(lead, "C", days=350, source=Source.OVER)
    heard(lead, "C", days=200, source=Source.STILL)

    assert asked(report, lead) == [("C", "")]


def test_an_answer_is_an_observation_and_the_last_one_of_a_day_counts() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    heard(lead, "Ayr Shed", days=200)
    (one,) = found(report, lead)

    for answer in (Source.STILL, Source.OVER, Source.STILL):
        answer_fading(report, one.slug, answer, by=lead.user, at=AT)
        assert asked(report, lead) == [("Ayr Shed", answer)]

    latest = TieObservation.objects.latest("on")
    assert (latest.source, latest.on, latest.by) == (Source.STILL, TODAY, lead.user)
    assert TieObservation.objects.count() == 2
    assert asked(report, lead, on=TODAY + timedelta(days=1)) == []
    assert asked(report, lead, on=TODAY + timedelta(days=121)) == [("Ayr Shed", "")]


def test_only_what_is_asked_after_is_answered_and_only_by_the_lead_while_it_can_be() -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    heard(lead, "Ayr Shed", days=200)
    heard(lead, "Fresh", days=10)
    (one,) = found(report, lead)
    fresh = lead.town.ties.get(organisation__name="Fresh").organisation

    for slug, answer in (
        (one.slug, "baseline"),
        (one.slug, ""),
        ("no-such", "still"),
        (fresh.slug, "over"),
    ):
        answer_fading(report, slug, answer, by=lead.user, at=AT)
    assert TieObservation.objects.count() == 2
    for other in (make.lead(), make.link_lead(lead.town), make.team_member()):
        with pytest.raises(PermissionDenied):
            answer_fading(report, one.slug, "still", by=other.user, at=AT)
    make.item(of=report)
    submit_report(report, by=lead.user, at=AT)
    with pytest.raises(AlreadySubmitted):
        answer_fading(report, one.slug, "still", by=lead.user, at=AT)


def test_a_press_answers_and_keeps_what_was_typed(client: Client) -> None:
    lead = make.lead()
    report = make.report(about=lead.town)
    observe(
        lead.town,
        Source.BASELINE,
        [Seen(uuid4(), make.organisation("Ayr Shed").pk, timezone.localdate() - timedelta(200))],
        by=lead.user,
        at=AT,
    )
    client.force_login(lead.user)
    page = client.get(report.get_absolute_url()).content.decode()
    (slug,) = lead.town.ties.values_list("organisation__slug", flat=True)
    assert f'name="tie" value="{slug}:still"' in page

    answer = client.post(report.get_absolute_url(), typed("Kept") | {"tie": f"{slug}:over"})

    assert answer.headers["Location"].endswith("#ties")
    assert Item.objects.get().text == "Kept"
    again = client.get(report.get_absolute_url()).content.decode()
    assert "Noted today: not any more." in again
    assert f'value="{slug}:over"' not in again
