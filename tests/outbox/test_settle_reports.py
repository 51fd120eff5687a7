"""What is reported of a letter has the same end in whatever order, and however often, it comes."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from outbox import work
from outbox.actions.choosing import choose
from outbox.actions.promising import blank_letter
from outbox.actions.reporting import KEPT, keep, keep_mail, settle_reports
from outbox.actions.suppressing import lift
from outbox.kinds import Kind, Lane
from outbox.models import Attempt, Letter, MailReport, Notice, Preference, Run, Suppression
from outbox.models.reports import BY_MAIL
from outbox.reported import Fact
from tests.outbox.world import AT, DUE, NEWS, ROLE, World
from tests.relay import Relay

pytestmark = pytest.mark.django_db

BOUNCES = Path(__file__).parent / "bounces"
POSTMARK = "postmark"
READER = "reader1@example.org"
What = MailReport.What
State = Letter.State


def sent(
    to: str = READER, *, state: str = State.ACCEPTED, person: int | None = 1, kind: Kind = DUE
) -> Letter:
    """A letter that has left, or is just leaving, with one notice."""
    letter = blank_letter(person=person, lane=Lane.MAIL, at=AT)
    letter.to, letter.state = to, state
    letter.data_opened_at = AT
    letter.accepted_at = AT if state == State.ACCEPTED else None
    if state == State.DATA_OPEN:
        letter.lease_token, letter.lease_until = uuid4(), AT
    letter.save()
    told = state == State.ACCEPTED
    Notice.objects.create(
        kind=kind.name,
        person=person,
        about="test.thing:1",
        occasion=letter.key.hex,
        promised_at=AT,
        not_before=AT,
        state=Notice.State.TOLD if told else Notice.State.BUNDLED,
        settled_at=AT if told else None,
        letter=letter,
    )
    return letter


def fact(
    what: str,
    letter: Letter | None = None,
    *,
    email: str | None = None,
    reply: str = "550 5.1.1 User unknown",
    key: UUID | None = None,
    message_id: str = "",
    same: str = "",
) -> Fact:
    named = letter.key if letter else key
    about = email if email is not None else (letter.to if letter else "")
    return Fact(What(what), named, about, reply, message_id=message_id, same=same)


def reported(*facts: Fact, by: str = POSTMARK, after: timedelta = timedelta(minutes=1)) -> int:
    return keep(facts, provider=by, at=AT + after)


def settle(*, after: timedelta = timedelta(minutes=2)) -> int:
    return settle_reports(at=AT + after)


def suppressed() -> list[tuple[str, str]]:
    return list(Suppression.objects.filter(lifted_at=None).values_list("email", "reason"))


def test_a_letter_that_came_back_stays_accepted_and_told() -> None:
    letter = sent()

    reported(fact(What.HARD, letter))

    assert settle() == 1
    letter.refresh_from_db()
    assert (letter.state, letter.bounced_at) == (State.ACCEPTED, AT + timedelta(minutes=1))
    assert [notice.state for notice in letter.notices.all()] == [Notice.State.TOLD]
    assert suppressed() == [(READER, Suppression.Reason.BOUNCE)]
    assert Suppression.objects.get().evidence == "550 5.1.1 User unknown"


def test_the_same_report_five_times_is_one() -> None:
    letter = sent()

    told = [
        (reported(fact(What.HARD, letter), fact(What.HARD, letter), after=timedelta(hours=n)))
        for n in range(5)
    ]
    settled = [settle(after=timedelta(hours=n)) for n in range(5)]

    assert (told, settled) == ([1, 0, 0, 0, 0], [1, 0, 0, 0, 0])
    assert MailReport.objects.count() == 1
    assert suppressed() == [(READER, Suppression.Reason.BOUNCE)]


def test_the_same_report_is_kept_once_by_the_database_too() -> None:
    letter = sent()
    reported(fact(What.HARD, letter))
    again = MailReport.objects.get()
    again.pk = None

    with pytest.raises(IntegrityError, match="reported_once"), transaction.atomic():
        again.save()


@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_reports_have_the_same_end_in_any_order(world: World, order: tuple[int, ...]) -> None:
    letter = sent()
    told = [
        fact(What.DELAYED, letter, reply="4.4.1 no answer"),
        fact(What.DELIVERED, letter, reply="250 Ok"),
        fact(What.HARD, letter),
        fact(What.COMPLAINED, letter, reply="abuse"),
    ]

    for number in order:
        reported(told[number])
        settle()

    letter.refresh_from_db()
    assert (letter.state, letter.bounced_at) == (State.ACCEPTED, AT + timedelta(minutes=1))
    assert suppressed() == [(READER, Suppression.Reason.BOUNCE)]
    assert Preference.objects.get().choice == Preference.Choice.DUTY
    assert world.asked == {}


def test_a_letter_came_back_when_it_was_first_reported() -> None:
    letter = sent()

    reported(fact(What.HARD, letter, same="later"), after=timedelta(hours=2))
    settle(after=timedelta(hours=3))
    reported(fact(What.HARD, letter, same="earlier"), after=timedelta(hours=1))
    settle(after=timedelta(hours=3))

    letter.refresh_from_db()
    assert letter.bounced_at == AT + timedelta(hours=1)


def test_a_bounce_may_come_before_our_own_accepted() -> None:
    letter = sent(state=State.DATA_OPEN)
    reported(fact(What.HARD, letter))

    assert settle() == 0  # it waits
    assert suppressed() == []
    Letter.objects.filter(pk=letter.pk).update(
        state=State.ACCEPTED, accepted_at=AT, lease_token=None, lease_until=None
    )
    assert settle() == 1

    letter.refresh_from_db()
    assert (letter.state, letter.bounced_at) == (State.ACCEPTED, AT + timedelta(minutes=1))
    assert suppressed() == [(READER, Suppression.Reason.BOUNCE)]


def test_what_comes_by_mail_of_an_unknown_letter_is_never_believed_and_forgotten() -> None:
    reported(fact(What.HARD, key=uuid4(), email=READER), by=BY_MAIL)

    assert settle() == 0
    assert settle(after=KEPT) == 0
    assert (MailReport.objects.count(), suppressed()) == (1, [])
    assert settle(after=KEPT + timedelta(minutes=2)) == 0

    assert (MailReport.objects.count(), suppressed()) == (0, [])


def test_a_provider_is_believed_about_an_address_and_the_report_is_forgotten() -> None:
    reported(fact(What.HARD, key=uuid4(), email=READER), fact(What.SOFT, email="b@example.org"))

    assert settle() == 2
    assert suppressed() == [(READER, Suppression.Reason.BOUNCE)]
    settle(after=KEPT + timedelta(minutes=2))

    assert MailReport.objects.count() == 0
    assert suppressed() == [(READER, Suppression.Reason.BOUNCE)]


def test_what_came_back_is_kept_with_its_letter_and_what_arrived_is_not() -> None:
    letter = sent()
    reported(fact(What.HARD, letter), fact(What.DELIVERED, letter))

    settle()
    settle(after=KEPT + timedelta(minutes=2))

    assert [report.what for report in letter.reports.all()] == [What.HARD]


def test_one_letter_that_came_back_for_a_reason_not_told_is_not_enough() -> None:
    letter = sent()

    reported(
        fact(What.HARD, letter, reply="550 no"), fact(What.HARD, letter, reply="550 no", same="b")
    )
    settle()

    assert suppressed() == []


@pytest.mark.parametrize(("days", "is_suppressed"), [(6, True), (8, False)])
@pytest.mark.parametrize("is_first_first", [True, False])
def test_two_letters_that_came_back_within_a_week_are_enough(
    days: int, *, is_suppressed: bool, is_first_first: bool
) -> None:
    letters = [(sent(), timedelta(0)), (sent(), timedelta(days=days))]

    for letter, after in letters if is_first_first else reversed(letters):
        reported(fact(What.HARD, letter, reply="550 no"), after=after)
        settle(after=timedelta(days=9))

    assert bool(suppressed()) == is_suppressed


def test_a_refusal_and_a_letter_that_came_back_count_together() -> None:
    refused = sent(state=State.FAILED)
    Attempt.objects.create(letter=refused, at=AT, phase="rcpt", code=550, reply="no")

    reported(fact(What.HARD, sent(), reply="550 no"))
    settle()

    assert suppressed() == [(READER, Suppression.Reason.BOUNCE)]


def test_two_reports_of_one_letter_that_only_the_provider_can_name_are_one() -> None:
    for same in ("bounced", "dropped"):
        reported(fact(What.HARD, email=READER, reply="550 no", message_id="m1", same=same))
    settle()
    assert suppressed() == []

    reported(fact(What.HARD, email=READER, reply="550 no", message_id="m2"))
    settle()

    assert suppressed() == [(READER, Suppression.Reason.BOUNCE)]


@pytest.mark.parametrize("what", [What.SOFT, What.DELAYED, What.DELIVERED])
def test_a_full_mailbox_and_a_delay_are_only_noted(what: str) -> None:
    letters = [sent() for _ in range(3)]

    reported(*(fact(what, letter, reply="452 4.2.2 full") for letter in letters))
    settle()

    letters[0].refresh_from_db()
    assert (letters[0].bounced_at is not None) == (what == What.SOFT)
    assert suppressed() == []
    assert not Preference.objects.exists()
    assert letters[0].reports.count() == 1


def test_a_report_of_another_address_than_the_letters_stops_nobody() -> None:
    """Whoever got a letter knows its key, and could name whom they like."""
    letter = sent()

    reported(fact(What.HARD, letter, email="team@example.org"), by=BY_MAIL)
    settle()
    reported(fact(What.HARD, sent("team@example.org"), reply="550 no"))
    settle()

    letter.refresh_from_db()
    assert letter.bounced_at is not None
    assert suppressed() == []


def test_a_report_that_names_nobody_is_of_the_letters_reader() -> None:
    letter = sent("Reader1@Example.org")

    reported(fact(What.HARD, letter, email=""), by=BY_MAIL)
    settle()

    assert suppressed() == [(READER, Suppression.Reason.BOUNCE)]


def test_a_letter_that_was_never_written_suppresses_nobody() -> None:
    letter = sent("", state=State.NOT_NEEDED)

    reported(fact(What.HARD, letter, email=""), by=BY_MAIL)

    assert settle() == 1
    assert suppressed() == []


@pytest.mark.parametrize("after", [timedelta(minutes=5), timedelta(days=3)])
def test_what_was_reported_before_somebody_mended_an_address_counts_no_more(
    after: timedelta,
) -> None:
    reported(fact(What.HARD, sent(), reply="550 no"), fact(What.HARD, sent(), reply="550 no"))
    settle()
    lift(Suppression.objects.get(), by=1, at=AT + timedelta(minutes=10))

    reported(fact(What.HARD, sent(), reply="550 5.1.1 no"), after=timedelta(minutes=5))
    reported(fact(What.HARD, sent(), reply="550 no"), after=timedelta(days=1))
    settle(after=after)

    assert suppressed() == []


def test_a_complaint_stops_what_can_be_stopped_and_no_more(world: World) -> None:
    letter = sent(kind=NEWS)

    reported(fact(What.COMPLAINED, letter, reply="abuse"))
    settle()

    assert suppressed() == []  # codes go on
    chosen = Preference.objects.get()
    assert (chosen.person, chosen.choice, chosen.chosen_at) == (
        1,
        Preference.Choice.DUTY,
        AT + timedelta(minutes=1),
    )
    assert world.asked == {}


def test_after_a_complaint_duties_still_leave_and_reminders_do_not(
    relay: Relay, world: World
) -> None:
    world.promise(DUE, occasion="first")
    world.deliver()
    reported(fact(What.COMPLAINED, Letter.objects.get(), reply="abuse"))
    settle()
    world.promise(DUE, occasion="later")
    world.promise(ROLE, occasion="later")

    world.wait(days=1)
    world.deliver()

    later = Notice.objects.filter(occasion="later")
    assert dict(later.values_list("kind", "state")) == {
        DUE.name: Notice.State.NOT_NEEDED,
        ROLE.name: Notice.State.TOLD,
    }
    assert relay.copies() == {READER: 2}


@pytest.mark.parametrize(
    ("kind", "choice"),
    [(NEWS, Preference.Choice.OWED), (DUE, Preference.Choice.DUTY), (ROLE, None)],
)
def test_who_unsubscribes_at_the_provider_stops_what_the_letters_own_link_stops(
    world: World, kind: Kind, choice: str | None
) -> None:
    reported(fact(What.UNSUBSCRIBED, sent(kind=kind)))
    settle()

    assert [one.choice for one in Preference.objects.all()] == ([choice] if choice else [])
    assert world.asked == {}


def test_a_complaint_without_a_letter_is_of_whom_we_last_wrote_to_there() -> None:
    sent(person=1)
    sent("else@example.org", person=2)

    reported(fact(What.COMPLAINED, email=READER), fact(What.COMPLAINED, email="no@example.org"))
    settle()

    assert [(one.person, one.choice) for one in Preference.objects.all()] == [
        (1, Preference.Choice.DUTY)
    ]


def test_a_complaint_of_somebody_without_an_account_is_only_noted() -> None:
    reported(fact(What.COMPLAINED, sent(person=None)))

    assert settle() == 1
    assert not Preference.objects.exists()


def test_what_a_reader_chose_after_their_complaint_stands() -> None:
    letter = sent()
    reported(fact(What.COMPLAINED, letter))
    choose(1, Preference.Choice.ALL, at=AT + timedelta(hours=1))

    settle(after=timedelta(hours=2))

    assert Preference.objects.get().choice == Preference.Choice.ALL


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"email": "Reader1@example.org"}, "reported_address_in_lower_case"),
        ({"email": "", "letter_key": None}, "report_of_a_letter_or_an_address"),
        ({"settled_at": None}, "report_joined_when_settled"),
    ],
)
def test_what_must_never_be_false_of_a_report(changed: dict[str, object], name: str) -> None:
    reported(fact(What.HARD, sent()))
    settle()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        MailReport.objects.update(**changed)


def test_what_names_nothing_is_not_kept() -> None:
    assert reported(Fact(What.HARD, None, "", "550 5.1.1")) == 0


def test_many_reports_are_settled_in_few_statements(
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    letters = [sent(f"reader{number}@example.org") for number in range(300)]
    reported(*(fact(What.DELIVERED, letter) for letter in letters))

    with django_assert_max_num_queries(25):
        assert settle() == 300


def test_only_one_process_settles_at_a_time(world: World) -> None:
    """Two at once would each count the other's bounce not yet: see the lock."""
    reported(fact(What.HARD, sent()))
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(7264001)")
        assert settle() == 0
        cursor.execute("SELECT pg_advisory_unlock_all()")

    assert settle() == 1
    assert world.asked == {}


def test_the_sweep_settles_and_the_office_sees_how_it_went() -> None:
    letter = sent()
    reported(fact(What.HARD, letter))

    work.sweep_now()

    letter.refresh_from_db()
    assert letter.bounced_at is not None
    assert Run.objects.get(job="reports").figures == {"new": 1}


def test_a_letter_goes_out_and_what_its_server_pipes_back_finds_it(
    relay: Relay, world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BOUNCE_ADDRESS = "bounces@portal.example.org"
    world.promise(ROLE)
    world.deliver()
    letter = Letter.objects.get()
    (taken,) = relay.taken
    assert taken.sender == f"bounces+{letter.key.hex}@portal.example.org"
    raw = (BOUNCES / "postfix_unknown_user.eml").read_text(encoding="utf-8")
    raw = raw.replace("bounces+7d3f0c529a414e0b8a5e3f1b6c2d4e90@portal.example.org", taken.sender)
    raw = raw.replace("isla.lennox@example.org", letter.to)

    for _ in range(2):
        piped = io.TextIOWrapper(io.BytesIO(raw.encode()))
        monkeypatch.setattr("sys.stdin", piped)
        call_command("take_bounce")
        work.sweep_now()

    letter.refresh_from_db()
    assert (letter.state, letter.bounced_at is not None) == (State.ACCEPTED, True)
    assert suppressed() == [(READER, Suppression.Reason.BOUNCE)]


def test_mail_is_kept_once_even_if_it_is_brought_twice() -> None:
    at: datetime = AT
    raw = (BOUNCES / "postfix_unknown_user.eml").read_bytes()

    kept = [keep_mail(b"Received: by way of %d\n" % number + raw, at=at) for number in range(3)]

    assert kept == [1, 0, 0]
