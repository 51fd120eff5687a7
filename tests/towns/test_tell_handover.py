"""Both who hand over are told their days together, and what becomes of jots."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from outbox.models import Notice
from people.models import User
from tests import make
from tests.towns.told import (
    AT,
    BOTH_UNTIL,
    DAY,
    FIRST,
    HANDOVER,
    TODAY,
    due,
    handover,
    midnight,
    promised,
    spared,
    told,
    why_not,
)
from tests.wire import arrived, text_of, unwrapped
from towns.actions.tenures import cancel_tenure, hand_over
from towns.letters.kinds import plan
from towns.models import Tenure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (FIRST - 15 * DAY, False),
        (FIRST - 14 * DAY, True),
        (BOTH_UNTIL, True),
        (BOTH_UNTIL + DAY, False),
    ],
)
def test_both_are_told_from_fourteen_days_before_to_their_last_day_together(
    day: date, *, expected: bool
) -> None:
    both = handover(make.town("Ayr"))

    found = due(midnight(day), HANDOVER)

    since = midnight(FIRST - 14 * DAY)
    expectation = [(one.person.pk, "2026-11-23/2026-12-04", since) for one in both]
    assert found == expectation * expected


def test_a_handover_entered_late_is_promised_with_the_deed_to_both() -> None:
    office, leaver = make.team_member().user, make.lead(make.town("Ayr"))
    follower = make.user()

    hand_over(
        leaver.tenure, follower.person, last_day=BOTH_UNTIL, first_day=TODAY, by=office, at=AT
    )

    kept = Notice.objects.filter(kind=HANDOVER).order_by("pk")
    assert [notice.person for notice in kept] == [leaver.person.pk, follower.person_id]
    assert promised() == 1  # the leaver's pack
    assert kept.count() == 2


def test_who_follows_without_a_day_together_has_no_handover() -> None:
    leaver = make.lead(until=TODAY)
    make.lead(leaver.town, since=TODAY + DAY)

    assert due(AT, HANDOVER) == []


def test_days_that_moved_are_told_anew_and_the_old_letter_stays_here() -> None:
    at = midnight(FIRST)
    leaver, follower = handover(make.town("Ayr"))
    User.objects.filter(pk=leaver.user.pk).update(is_active=False)
    first = plan(at)
    promised(at)
    Tenure.objects.filter(pk=leaver.tenure.pk).update(ends_on=BOTH_UNTIL - DAY)

    new = [(one.promise.person, one.promise.occasion) for one in plan(at).due]

    assert spared(first, HANDOVER) == [("Morag Bell, Project Lead, Ayr", "has no account")]
    assert (follower.person.pk, "2026-11-23/2026-12-03") in new
    assert [why_not(said) for said in told(HANDOVER, at)] == [
        "Its days have moved: from Monday 23 November 2026 to Thursday 3 December 2026."
    ]


@pytest.mark.parametrize(
    ("overtaken", "reason"),
    [
        ("cancelled", "The handover was taken back."),
        ("over", "The handover ended on Friday 4 December 2026."),
        ("another", "Somebody else hands over now."),
    ],
)
def test_a_handover_that_was_overtaken_is_told_to_nobody(overtaken: str, reason: str) -> None:
    leaver, follower = handover(make.town("Ayr"))
    at = midnight(FIRST - 10 * DAY)
    promised(at)
    match overtaken:
        case "cancelled":
            cancel_tenure(follower.tenure, by=make.team_member().user, at=at)
        case "over":
            at = midnight(BOTH_UNTIL + DAY)
        case _:
            Tenure.objects.filter(pk=leaver.tenure.pk).update(person=make.person())
            Tenure.objects.filter(pk=follower.tenure.pk).update(person=make.person())

    assert [why_not(said) for said in told(HANDOVER, at)] == [reason, reason]


def test_both_letters_of_a_handover_as_they_arrive() -> None:
    handover(make.town("Ayr"))
    at = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
    promised(at)

    to_leaver, to_follower = arrived(at)

    assert to_leaver["Subject"] == "Handing over to Isla Fraser in Ayr, and 1 more"
    words = unwrapped(to_leaver)
    days = "from Monday 23 November 2026 to Friday 4 December 2026"
    assert f"You are both in post {days}: either of you can write in the report" in words
    assert "Your own last day is Friday 4 December 2026." in words
    assert "Isla Fraser sees none of them unless you leave them to the Project Lead of Ayr" in words
    assert f"Go to your jots:\n{settings.BASE_URL}/jots/\n" in text_of(to_leaver)
    assert "You get this because you are Project Lead in Ayr." in words

    assert to_follower["Subject"] == "Taking over from Morag Bell in Ayr"
    words = unwrapped(to_follower)
    assert "From Saturday 5 December 2026 you are Project Lead alone." in words
    assert "The jots of Morag Bell stay theirs." in words
    assert "You get this because you follow Morag Bell as Project Lead in Ayr." in words
