"""A jot is changed, thrown away, brought back, put off and left: by its author, while it waits."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from reflections.actions.jots import (
    ChangedMeanwhile,
    NotWaiting,
    bring_back_jot,
    change_jot,
    discard_jot,
    keep_for_next_month,
    release_jots,
    take_back_jots,
)
from reflections.models import Jot
from tests import make
from tests.make import Holder
from towns.models import Town

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def changed(
    jot: Jot,
    *,
    by: Holder,
    text: str = "Changed",
    kind: str = "",
    town: Town | None = None,
    month: date = OCTOBER,
    seen_at: datetime | None = None,
) -> Jot:
    """The jot changed as it was seen just now, or at `seen_at`."""
    return change_jot(
        jot,
        text=text,
        kind=kind,
        town=town or jot.town,
        month=month,
        seen_at=seen_at or jot.changed_at,
        by=by.user,
        at=AT,
    )


def test_the_author_changes_words_kind_and_month() -> None:
    lead = make.lead()
    jot = make.jot(by=lead, noticed_on=date(2026, 10, 14))

    changed(jot, by=lead, text="Said better", kind="challenge", month=NOVEMBER)

    jot.refresh_from_db()
    assert (jot.text, jot.kind, jot.noticed_on) == ("Said better", "challenge", NOVEMBER)


def test_a_jot_put_back_into_its_own_month_has_its_own_day_again() -> None:
    lead = make.lead()
    jot = make.jot(by=lead, noticed_on=date(2026, 10, 14))

    jot = changed(jot, by=lead, month=NOVEMBER)
    jot = changed(jot, by=lead, month=OCTOBER)

    assert jot.noticed_on == date(2026, 10, 14)


def test_a_second_window_does_not_overwrite_the_first() -> None:
    lead = make.lead()
    jot = make.jot(by=lead)
    seen_at = jot.changed_at
    changed(jot, by=lead, text="First window")

    with pytest.raises(ChangedMeanwhile):
        changed(jot, by=lead, text="Second window", seen_at=seen_at)

    assert Jot.objects.get().text == "First window"


def test_the_page_shows_both_texts_of_a_conflict_and_then_saves(client: Client) -> None:
    lead = make.lead()
    jot = make.jot(by=lead, text="As it was", noticed_on=timezone.localdate())
    client.force_login(lead.user)
    month = f"{timezone.localdate():%Y-%m}"
    words = {"text": "Typed here", "month": month, "seen_at": jot.changed_at.isoformat()}
    Jot.objects.update(text="Typed elsewhere", changed_at=timezone.now())

    conflict = client.post(f"/jots/{jot.key}/", words)
    page = conflict.content.decode()
    seen_at = conflict.context["form"]["seen_at"].value()
    saved = client.post(f"/jots/{jot.key}/", words | {"seen_at": seen_at})

    assert ("Typed here" in page, "Typed elsewhere" in page) == (True, True)
    assert saved.status_code == 302
    assert Jot.objects.get().text == "Typed here"


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Jot.Status.USED, "This jot is in a report already. Change it there."),
        (Jot.Status.DISCARDED, "This jot was thrown away. Bring it back first."),
    ],
)
def test_a_late_save_is_refused_in_words_and_keeps_what_was_typed(
    client: Client, status: str, sentence: str
) -> None:
    lead = make.lead()
    jot = make.jot(by=lead, noticed_on=timezone.localdate(), status=status)
    client.force_login(lead.user)
    month = f"{timezone.localdate():%Y-%m}"

    answer = client.post(f"/jots/{jot.key}/", {"text": "Typed late", "month": month})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert "Typed late" in answer.content.decode()


def test_a_jot_moves_only_to_a_town_where_its_author_holds_a_post() -> None:
    lead, other = make.lead(), make.lead()
    jot = make.jot(by=lead)

    with pytest.raises(PermissionDenied):
        changed(jot, by=lead, town=other.town)


def test_throwing_away_twice_is_once_and_can_be_undone() -> None:
    lead = make.lead()
    jot = make.jot(by=lead)

    states = [
        deed(jot, by=lead.user, at=AT).status
        for deed in (discard_jot, discard_jot, bring_back_jot, bring_back_jot)
    ]

    assert states == ["discarded", "discarded", "waiting", "waiting"]


@pytest.mark.parametrize("deed", [discard_jot, bring_back_jot, keep_for_next_month])
def test_a_jot_in_a_report_is_changed_there_only(deed: Callable[..., Jot]) -> None:
    lead = make.lead()
    jot = make.jot(by=lead, status=Jot.Status.USED)

    with pytest.raises(NotWaiting):
        deed(jot, by=lead.user, at=AT)


@pytest.mark.parametrize("deed", [discard_jot, bring_back_jot, keep_for_next_month])
def test_nobody_but_the_author_touches_a_jot(deed: Callable[..., Jot]) -> None:
    lead = make.lead()
    jot = make.jot(by=lead)

    for other in (make.lead(), make.link_lead(lead.town), make.team_member()):
        with pytest.raises(PermissionDenied):
            deed(jot, by=other.user, at=AT)
        with pytest.raises(PermissionDenied):
            changed(jot, by=other)


def test_a_jot_of_a_submitted_month_waits_for_the_first_month_still_open() -> None:
    lead = make.lead()
    make.submitted_report(about=lead.town, month=OCTOBER, by=lead.user)
    make.submitted_report(about=lead.town, month=NOVEMBER, by=lead.user)
    jot = make.jot(by=lead, noticed_on=date(2026, 10, 30))

    keep_for_next_month(jot, by=lead.user, at=AT)

    jot.refresh_from_db()
    assert (jot.noticed_on, jot.status) == (date(2026, 12, 1), Jot.Status.WAITING)


def test_the_list_says_that_a_month_is_submitted_and_offers_both_ways(client: Client) -> None:
    lead = make.lead(make.town("Ayr", slug="ayr"))
    make.submitted_report(about=lead.town, month=OCTOBER, by=lead.user)
    make.jot(by=lead, noticed_on=date(2026, 10, 30))
    client.force_login(lead.user)

    page = client.get("/jots/").content.decode()

    assert "The report for October 2026 is submitted." in page
    assert 'formaction="/towns/ayr/reflections/2026-10/revise/"' in page
    assert "Keep it for November 2026" in page


def test_a_leaver_leaves_jots_to_the_successor_and_only_then_are_they_read(client: Client) -> None:
    town = make.town()
    today = timezone.localdate()
    leaver = make.lead(town, until=today - timedelta(days=1), name="Isla Fraser")
    successor = make.lead(town, since=today)
    jot = make.jot(by=leaver, text="Half a thought", noticed_on=today - timedelta(days=3))
    kept = make.jot(by=leaver, text="Used before", status=Jot.Status.USED)

    client.force_login(successor.user)
    before = client.get("/jots/").content.decode()
    client.force_login(leaver.user)
    left = client.post("/jots/leave/", {"town": town.slug})
    client.force_login(successor.user)
    after = client.get("/jots/").content.decode()

    assert left.status_code == 302
    assert ["Half a thought" in page for page in (before, after)] == [False, True]
    assert "by Isla Fraser" in after
    assert client.get(f"/jots/{jot.key}/").status_code == 200
    assert client.get(f"/jots/{kept.key}/").status_code == 404


def test_what_was_left_can_be_taken_back_until_it_is_used() -> None:
    lead = make.lead()
    waiting = make.jot(by=lead)
    make.jot(by=lead, status=Jot.Status.DISCARDED)

    counts = [
        deed(town=lead.town, by=lead.user, at=AT)
        for deed in (release_jots, release_jots, take_back_jots, take_back_jots)
    ]

    waiting.refresh_from_db()
    assert counts == [1, 0, 1, 0]
    assert waiting.released_at is None


def test_the_lead_may_throw_away_what_was_left_and_the_link_lead_may_not() -> None:
    town = make.town()
    leaver = make.lead(town, until=AT.date() - timedelta(days=1))
    lead, link = make.lead(town, since=AT.date()), make.link_lead(town)
    jot = make.jot(by=leaver, released_at=AT)

    with pytest.raises(PermissionDenied):
        discard_jot(jot, by=link.user, at=AT)
    discard_jot(jot, by=lead.user, at=AT)

    assert Jot.objects.get().status == Jot.Status.DISCARDED


@pytest.mark.parametrize("deed", ["", "discard/", "bring-back/", "next-month/"])
def test_the_addresses_of_the_jot_of_another_do_not_exist(client: Client, deed: str) -> None:
    jot = make.jot(by=make.lead())
    client.force_login(make.lead().user)

    assert client.post(f"/jots/{jot.key}/{deed}", {"text": "Mine now"}).status_code == 404
    assert Jot.objects.get().text == jot.text


def test_leaving_needs_a_town_in_which_one_has_jots(client: Client) -> None:
    lead = make.lead()
    client.force_login(lead.user)

    answers = [
        client.post("/jots/leave/", {"town": town}).status_code
        for town in ("", lead.town.slug, "nowhere", "NUL\x00", "x" * 500)
    ]

    assert answers == [404] * 5


@pytest.mark.parametrize("deed", ["discard/", "bring-back/", "next-month/"])
def test_a_visit_changes_nothing(client: Client, deed: str) -> None:
    lead = make.lead()
    jot = make.jot(by=lead)
    client.force_login(lead.user)

    assert client.get(f"/jots/{jot.key}/{deed}").status_code == 405
    assert Jot.objects.get().changed_at == jot.changed_at


def test_a_phone_with_another_clock_is_told_of(client: Client) -> None:
    lead = make.lead()
    received_at = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
    make.jot(
        by=lead,
        noticed_on=received_at.date(),
        received_at=received_at,
        written_at=received_at - timedelta(days=1),
    )
    make.jot(by=lead, received_at=received_at, written_at=received_at - timedelta(minutes=10))
    client.force_login(lead.user)

    page = client.get("/jots/").content.decode()

    assert page.count("your phone says") == 1
    assert (
        "your phone says Monday 2 November 2026 at 14.05, "
        "received Tuesday 3 November 2026 at 14.05" in page
    )
