"""How mail runs, in plain words: jobs, what came of each kind, pauses, and what was held."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from digests.actions import freezing, telling
from digests.actions.freezing import begin_freeze, freeze_on
from digests.actions.gathering import AT_ONCE, gather_on
from digests.actions.publishing import withdraw
from digests.actions.telling import tell_on
from digests.models import Digest, Telling
from digests.queries.progress import progress
from front.queries.jobs import jobs, kinds_lately
from outbox import fence
from outbox.actions.pausing import pause
from outbox.actions.promising import promise_all
from outbox.actions.running import run
from outbox.kinds import Lane
from outbox.models import Installation, Letter, Notice, Pause, Run
from outbox.promises import Promise
from tests import make
from tests.digests.quarters import AT, LATER, QUARTER, checked, drafted, published, submitted
from tests.front.pages import words
from tests.front.rules import NEWS, SOON, Rules

pytestmark = pytest.mark.django_db

JOBS, PAUSE, HELD = (
    reverse(f"front:{name}") for name in ("office_jobs", "office_pause", "office_held")
)


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make.second_step(make.team_member(name="Priya Nair")).user)
    return client


def notices(kind: str, occasion: str, **states: int) -> None:
    """So many of a kind in each state."""
    now = timezone.now()
    for state, number in states.items():
        for _ in range(number):
            letter = make.letter(at=now, state="accepted", accepted_at=now)
            is_told = state in {"told", "bundled"}
            Notice.objects.create(
                kind=kind,
                person=make.person().pk,
                about="x:1",
                occasion=occasion,
                promised_at=now,
                not_before=now,
                state=state,
                letter=letter if is_told else None,
                reason="" if is_told else "Handed in on Friday 6 November 2026.",
                settled_at=None if state in {"waiting", "held", "bundled"} else now,
            )
    Notice.objects.filter(kind="outbox/message").delete()


def told() -> list[tuple[str, str]]:
    return [(line.title, line.words) for line in kinds_lately(at=timezone.now())]


def test_what_came_of_a_months_reminders_is_told_in_one_line(rules: Rules) -> None:  # noqa: ARG001 -- its kinds
    notices(SOON.name, "2026-10 due_soon", told=3, not_needed=2)
    notices(SOON.name, "2026-10 late", told=2)

    assert told() == [
        ("Due soon, October 2026", "7 due, 5 sent, 2 not needed (Handed in)"),
    ]


def test_weeks_and_other_occasions_are_told_in_words(rules: Rules) -> None:  # noqa: ARG001 -- its kinds
    notices(NEWS.name, "2026-W48", told=1)
    notices(NEWS.name, "2026-W99", told=1)
    notices("gone/kind", "a1b2", waiting=1, held=1, expired=1, failed=1)
    notices("gone/kind", "c3d4", told=1)

    assert sorted(told()) == [
        ("What is new", "1 due, 1 sent"),
        ("What is new, week of Monday 23 November 2026", "1 due, 1 sent"),
        (
            "gone/kind",
            "5 due, 1 sent, 1 waiting, 1 held, 1 too late (Handed in), 1 not told (Handed in)",
        ),
    ]


@pytest.mark.parametrize(
    ("reason", "gist"),
    [
        ("handed in on Friday 6 November 2026", "handed in"),
        ("5.1.1 No such user", "5.1.1 No such user"),
        ("It was too late to be of use.", "It was too late to be of use"),
        ("The invitation was withdrawn, or a newer one came.", "The invitation was withdrawn"),
    ],
)
def test_reasons_that_differ_in_a_day_alone_count_together(
    rules: Rules,  # noqa: ARG001 -- its kinds
    reason: str,
    gist: str,
) -> None:
    notices(SOON.name, "2026-10", not_needed=2)
    Notice.objects.update(reason=reason)

    assert told() == [("Due soon, October 2026", f"2 due, 2 not needed ({gist})")]


def test_what_is_older_than_eight_weeks_is_history(rules: Rules) -> None:  # noqa: ARG001 -- its kinds
    notices(SOON.name, "2026-10", told=1)
    Notice.objects.update(promised_at=timezone.now() - timedelta(weeks=9))

    assert told() == []


def test_each_job_is_told_with_its_last_run_and_one_that_failed_first() -> None:
    def fails() -> int:
        raise LookupError("secret words")

    run("deliver", lambda: 3)
    run("plan reports", fails)

    found = jobs(at=timezone.now())

    assert [(one.title, one.failure, one.new) for one in found] == [
        ("Planning reports", "LookupError", None),
        ("Sending letters", "", 3),
    ]
    assert found[0].seconds is None
    assert found[1].seconds is not None
    assert found[1].when.startswith("today at ")


def test_the_page_says_that_nothing_is_wrong(team: Client) -> None:
    fence.arm(by="the test", at=timezone.now())
    run("deliver", lambda: 0)

    page = words(team.get(JOBS))

    assert "Nothing is wrong" in page
    assert "Paused or held" not in page


def test_the_page_says_what_is_wrong(team: Client) -> None:
    make.letter(at=timezone.now(), state="aside")

    page = words(team.get(JOBS))

    assert "Something is wrong" in page
    assert "Nothing has ever been delivered from here." in page
    assert "Set aside, for a person to look at: 1 letter." in page


def test_mail_is_paused_with_a_reason_and_not_without(team: Client) -> None:
    without = team.post(PAUSE, {"lane": "every", "why": ""})
    odd = team.post(PAUSE, {"lane": "9", "why": "x"})
    assert not Pause.objects.exists()

    answer = team.post(PAUSE, {"lane": "every", "why": "The text is wrong."}, follow=True)

    assert "Say why" in words(without)
    assert odd.status_code == 200
    paused = Pause.objects.get()
    assert (paused.lane, paused.why) == (None, "The text is wrong.")
    assert "No letter leaves since" in words(answer)
    assert Entry.objects.get().verb == "mail.paused"


def test_one_lane_is_paused_once(team: Client) -> None:
    asked = {"lane": str(Lane.BULK.value), "why": "Later."}

    answers = [team.post(PAUSE, asked) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert "These letters are paused already." in words(answers[1])
    assert Pause.objects.get().lane == Lane.BULK


def test_mail_goes_on_when_somebody_says_so(team: Client) -> None:
    paused = pause(lane=None, why="A minute.", by=1, at=timezone.now())
    resume = reverse("front:office_resume", args=[paused.pk])
    assert resume in words(team.get(JOBS))

    answers = [team.post(resume).status_code for _ in range(2)]

    assert answers == [302, 404]
    paused.refresh_from_db()
    assert paused.ended_at is not None
    assert Entry.objects.get().verb == "mail.resumed"


def held(number: int, at: datetime) -> None:
    promises = [Promise(SOON.name, make.person().pk, "x:1", "2026-10") for _ in range(number)]
    promise_all(promises, at=at, hold=True)


def test_notices_that_were_held_are_sent_when_somebody_has_looked(
    team: Client,
    rules: Rules,  # noqa: ARG001 -- its kinds
) -> None:
    held(3, timezone.now())
    page = words(team.get(JOBS))

    answer = team.post(f"{HELD}?kind={SOON.name}", {"choice": "send"})

    assert "Due soon: 3 held" in page
    assert answer.status_code == 302
    assert set(Notice.objects.values_list("state", flat=True)) == {"waiting"}
    entry = Entry.objects.get()
    assert (entry.verb, entry.facts) == ("notices.released", {"kind": SOON.name, "notices": 3})


def test_notices_that_were_held_are_dropped_with_a_reason_and_not_without(
    team: Client,
    rules: Rules,  # noqa: ARG001 -- its kinds
) -> None:
    held(2, timezone.now())
    address = f"{HELD}?kind={SOON.name}"

    without = team.post(address, {"choice": "drop"})
    team.post(address, {"choice": "drop", "why": "A wrong import."})

    assert "Say why they are dropped." in words(without)
    assert set(Notice.objects.values_list("state", "reason")) == {("not_needed", "A wrong import.")}
    assert team.get(address).status_code == 404


def test_home_and_the_office_say_that_no_letter_leaves_to_those_who_mind_them(
    client: Client, team: Client
) -> None:
    pause(lane=Lane.MAIL, why="The text is wrong.", by=1, at=timezone.now())
    person = reverse("front:office_person", args=[make.person().key])
    sentence = "No ordinary letter leaves since"

    of_team = [sentence in words(team.get(path)) for path in ("/", "/office/", person, "/towns/")]
    client.force_login(make.lead().user)

    assert of_team == [True, True, True, False]
    assert sentence not in words(client.get("/"))


def test_a_database_that_may_send_nothing_says_so(team: Client) -> None:
    fence.arm(by="the test", at=timezone.now())
    Installation.objects.update(timeline=0)

    page = words(team.get("/"))

    assert "No letter leaves: This database was restored or promoted after it was armed." in page
    assert Letter.objects.count() == Run.objects.count() == 0


def said(at: datetime = AT) -> list[tuple[str, str]]:
    return [(line.title, line.words) for line in progress(at=at)]


def test_how_far_a_digest_is_gathered_is_told_until_two_weeks_after(team: Client) -> None:
    for _ in range(AT_ONCE + 1):
        submitted(make.lead())
    digest = Digest.objects.create(quarter=QUARTER, freeze_on=date(2026, 10, 21))
    gather_on(digest, at=AT)

    told_now = ("July to September 2026", "20 of 21 towns gathered so far.")
    assert said() == [told_now]
    page = words(team.get(JOBS))
    assert all(one in page for one in told_now)

    gather_on(digest, at=AT)
    ended = ("July to September 2026", "Gathered, done on Monday 12 October 2026.")
    assert said(AT + timedelta(days=13)) == [ended]
    assert said(AT + timedelta(days=15)) == []


def test_how_far_it_is_frozen_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    quarter = checked(drafted())
    Digest.objects.update(gathered_at=AT - timedelta(days=30))
    monkeypatch.setattr(freezing, "AT_ONCE", 1)

    begin_freeze(quarter.digest, by=quarter.team.user, at=AT)
    assert said() == [("July to September 2026", "1 of 2 sections frozen so far.")]

    while freeze_on(quarter.digest, at=AT):
        pass
    assert said() == [("July to September 2026", "Frozen as edition 1, on Monday 12 October 2026.")]


def test_how_far_it_is_told_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    quarter = published()
    for _ in range(3):
        make.steering_member()
    monkeypatch.setattr(telling, "READERS_AT_ONCE", 2)
    one = Telling.objects.get()
    name = "An edition was published"

    tell_on(one, at=AT)
    assert said()[0][1] == f"{name}: 2 of 3 letters promised so far."
    tell_on(one, at=AT)
    assert said()[0][1].endswith("Those whose items it holds are being told.")
    tell_on(one, at=AT)
    assert said()[0][1] == f"{name}: 3 letters promised, done on Monday 12 October 2026."

    withdraw(quarter.digest, "Sent too early.", by=quarter.team.user, at=LATER)
    assert said(LATER)[0][1] == "An edition was withdrawn: 0 letters promised so far."


def test_how_far_digests_are_takes_as_many_statements_for_one_as_for_several() -> None:
    counts = []
    for year in (2024, 2023, 2022):
        Digest.objects.create(quarter=date(year, 7, 1), freeze_on=date(year, 10, 21))
        with CaptureQueriesContext(connection) as seen:
            assert len(said()) == 2025 - year
        counts.append(len(seen))

    assert counts == [3, 3, 3]


def test_the_page_costs_the_same_for_few_letters_and_for_many(
    team: Client,
    rules: Rules,  # noqa: ARG001 -- its kinds
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert team.get(JOBS).status_code == 200
        return len(seen)

    notices(SOON.name, "2026-10", told=1, not_needed=1)
    statements()
    few = statements()
    for month in range(1, 9):
        notices(SOON.name, f"2026-0{month}", told=2, not_needed=2)
        run(f"plan {month}", lambda: 1)

    assert statements() == few
