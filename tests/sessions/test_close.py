"""A session closes when its record is complete, and never silently."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from sessions.actions.closing import (
    NotHeld,
    PlaceMissing,
    SomethingMissing,
    close_session,
    hold_session,
    say_not_needed,
    say_recording,
    write_up_session,
)
from sessions.actions.notes import add_note
from sessions.actions.register import add_by_name, mark
from sessions.models import CohortSession, Resource
from sessions.queries.closing import closing_of
from tests import make

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
State, Part = CohortSession.State, CohortSession.Part


def settle(session: CohortSession, *, by: make.Holder) -> None:
    """Say of every part that none is needed, and that nothing was recorded."""
    for part in Part:
        say_not_needed(session, part, by=by.user, at=AT)
    say_recording(session, "no", by=by.user, at=AT)


def test_what_is_missing_is_said_until_it_is_there_or_not_needed() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    assert closing_of(session).missing == [
        "Notes",
        "Attendance",
        "Actions",
        "Resources",
        "Recording",
    ]
    with pytest.raises(
        SomethingMissing, match="Missing yet: notes, attendance, actions, resources and recording"
    ):
        close_session(session, by=team.user, at=AT)

    add_note(session, sort="note", text="Benches.", by=team.user, at=AT)
    add_by_name(session, ["Jean Orr"], by=team.user, at=AT)
    session = say_not_needed(session, Part.ACTIONS, by=team.user, at=AT)
    make.resource(of=session, by=team.user, use=Resource.Use.RESOURCE)
    session = say_recording(
        session,
        "yes",
        link="https://video.example.org/1",
        until=date(2027, 2, 1),
        by=team.user,
        at=AT,
    )

    closing = closing_of(session)
    assert [piece.words for piece in closing.pieces] == [
        "1 note or decision",
        "1 person present",
        "None needed",
        "1 resource",
        "Recorded, until Monday 1 February 2027",
    ]
    assert closing.missing == []
    assert close_session(session, by=team.user, at=AT).state == State.CLOSED


@pytest.mark.parametrize(
    "is_not_one",
    [
        {"use": Resource.Use.MATERIAL},
        {"removed_at": AT},
        {"file_key": "ab", "scan": "waiting", "scanned_at": None, "scan_due_at": AT},
        {"file_key": "", "scan": "refused", "refusal": "It holds a script."},
    ],
)
def test_only_what_was_made_of_a_session_and_can_be_used_is_a_resource(
    is_not_one: dict[str, Any],
) -> None:
    team, session = make.team_member(), make.session(on=DAY)
    taken = {"removed_by": team.user} if "removed_at" in is_not_one else {}
    fields = {"use": Resource.Use.RESOURCE} | is_not_one | taken
    make.resource(of=session, by=team.user, **fields)

    assert "Resources" in closing_of(session).missing


def test_a_session_closed_before_resources_were_asked_for_says_nothing_of_them() -> None:
    session = make.session(on=DAY, state=State.CLOSED, recording="no")
    said = make.session(
        on=DAY, state=State.CLOSED, recording="no", not_needed=[Part.RESOURCES.value]
    )

    titles = [[piece.title for piece in closing_of(one).pieces] for one in (session, said)]

    assert ["Resources" in one for one in titles] == [False, True]


def test_a_register_in_which_everything_was_taken_back_is_not_there() -> None:
    team, lead, session = make.team_member(), make.lead(), make.session(on=DAY)
    mark(session, lead.person.key, state="present", version=0, by=team.user, at=AT)
    mark(session, lead.person.key, state="", version=1, by=team.user, at=AT)

    assert "Attendance" in closing_of(session).missing


def test_a_register_of_people_who_were_all_absent_is_there() -> None:
    team, lead, session = make.team_member(), make.lead(), make.session(on=DAY)
    mark(session, lead.person.key, state="absent", version=0, by=team.user, at=AT)

    closing = closing_of(session)

    assert "Attendance" not in closing.missing
    assert closing.pieces[1].words == "0 people present"


def test_closing_passes_every_state_and_each_is_kept_as_a_deed() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    settle(session, by=team)

    close_session(session, by=team.user, at=AT)

    verbs = Entry.objects.order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.rpartition(".")[2] in set(State)] == [
        "session.held",
        "session.written_up",
        "session.closed",
    ]


def test_a_closed_session_stays_closed() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    settle(session, by=team)
    close_session(session, by=team.user, at=AT)
    deeds: list[Callable[[], object]] = [
        lambda: close_session(session, by=team.user, at=AT),
        lambda: hold_session(session, by=team.user, at=AT),
        lambda: write_up_session(session, by=team.user, at=AT),
        lambda: say_recording(session, "no", by=team.user, at=AT),
        lambda: say_not_needed(session, Part.NOTES, is_needed=True, by=team.user, at=AT),
    ]

    for deed in deeds:
        with pytest.raises(NotHeld, match="closed already"):
            deed()


def test_it_is_written_up_once_there_are_notes() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    with pytest.raises(SomethingMissing):
        write_up_session(session, by=team.user, at=AT)
    add_note(session, sort="note", text="Benches.", by=team.user, at=AT)

    found = [write_up_session(session, by=team.user, at=AT).state for _ in range(2)]

    assert found == [State.WRITTEN_UP, State.WRITTEN_UP]
    assert hold_session(session, by=team.user, at=AT).state == State.WRITTEN_UP


def test_what_was_not_needed_may_be_needed_after_all() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    say_not_needed(session, Part.NOTES, by=team.user, at=AT)

    session = say_not_needed(session, Part.NOTES, is_needed=True, by=team.user, at=AT)

    assert session.not_needed == []


def test_a_recording_is_somewhere() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    with pytest.raises(PlaceMissing):
        say_recording(session, "yes", by=team.user, at=AT)
    say_recording(session, "yes", link="https://video.example.org/1", by=team.user, at=AT)

    session = say_recording(session, "no", by=team.user, at=AT)

    assert (session.recording, session.recording_link) == ("no", "")


@pytest.mark.parametrize(
    ("session_is", "words"),
    [
        ({"on": DAY + timedelta(days=1)}, "has not begun yet"),
        ({"on": None}, "has not begun yet"),
        ({"on": DAY, "state": State.CANCELLED}, "is cancelled"),
    ],
)
def test_only_what_has_begun_is_held(session_is: dict[str, Any], words: str) -> None:
    team, session = make.team_member(), make.session(**session_is)

    with pytest.raises(NotHeld, match=words):
        hold_session(session, by=team.user, at=AT)


@pytest.mark.parametrize("holder", [make.lead, make.administrator])
def test_only_the_programme_team_closes(holder: Callable[[], make.Holder]) -> None:
    by, session = holder().user, make.session(on=DAY)
    deeds: list[Callable[[], object]] = [
        lambda: hold_session(session, by=by, at=AT),
        lambda: write_up_session(session, by=by, at=AT),
        lambda: close_session(session, by=by, at=AT),
        lambda: say_not_needed(session, Part.NOTES, by=by, at=AT),
        lambda: say_recording(session, "no", by=by, at=AT),
    ]

    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


@pytest.fixture
def yesterday() -> CohortSession:
    return make.session(on=timezone.localdate() - timedelta(days=1))


def test_the_page_settles_part_by_part_and_offers_to_close_when_nothing_is_missing(
    client: Client, yesterday: CohortSession
) -> None:
    client.force_login(make.second_step(make.team_member()).user)
    page = f"/sessions/{yesterday.slug}/close/"
    assert "Close it for good" not in client.get(page).content.decode()
    refused = client.post(page, {"deed": "close"}, follow=True).content.decode()
    assert "Missing yet: notes, attendance, actions, resources and recording." in refused

    for part in Part:
        client.post(page, {"deed": "none", "part": part.value})
    without = client.post(f"/sessions/{yesterday.slug}/recording/", {"recording": "yes"})
    assert "Enter where the recording is" in without.content.decode()
    client.post(f"/sessions/{yesterday.slug}/recording/", {"recording": "no"})

    assert "Close it for good" in client.get(page).content.decode()
    client.post(page, {"deed": "close"})
    yesterday.refresh_from_db()
    assert yesterday.state == State.CLOSED
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("wrong", [{}, {"deed": "burn"}, {"deed": "none", "part": "cake"}])
def test_a_press_of_no_button_of_the_page_is_refused(
    client: Client, yesterday: CohortSession, wrong: dict[str, str]
) -> None:
    client.force_login(make.second_step(make.team_member()).user)

    page = client.post(f"/sessions/{yesterday.slug}/close/", wrong, follow=True)

    assert "Press one of the buttons." in page.content.decode()
