"""What was noted and decided is written by the team, read by all who see the session, and kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from people.models import User
from sessions.actions.notes import NoteChanged, RecordShut, add_note, change_note, remove_note
from sessions.models import CohortSession, Note
from tests import make

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
Sort = Note.Sort
NoteEvent = apps.get_model("cohort_sessions", "NoteEvent")


def write(session: CohortSession, *, by: User, text: str = "Benches first.") -> Note:
    return add_note(session, sort=Sort.DECISION, text=text, by=by, at=AT)


def change(note: Note, *, text: str, by: User, seen_at: datetime | None = None) -> Note:
    seen = seen_at or note.changed_at
    return change_note(note, sort=Sort.NOTE, text=text, seen_at=seen, by=by, at=AT)


def test_a_note_is_written_changed_and_taken_away_and_its_history_keeps_all() -> None:
    team, session = make.team_member(), make.session(on=DAY)

    note = write(session, by=team.user)
    change(note, text="Benches, then crossings.", by=team.user)
    remove_note(note, by=team.user, at=AT)

    kept = NoteEvent.objects.order_by("pgh_id").values_list("pgh_label", "text")
    assert list(kept) == [
        ("insert", "Benches first."),
        ("update", "Benches, then crossings."),
        ("delete", "Benches, then crossings."),
    ]
    assert not Note.objects.exists()


def test_two_who_change_one_note_do_not_overwrite_each_other() -> None:
    moira, ewan = make.team_member(name="Moira Reid"), make.team_member()
    note = write(make.session(on=DAY), by=ewan.user)
    seen_at = note.changed_at
    change(note, text="Hers.", by=moira.user)

    with pytest.raises(NoteChanged, match=r"Moira Reid changed this meanwhile.*Hers"):
        change(note, text="His.", by=ewan.user, seen_at=seen_at)

    assert Note.objects.get().text == "Hers."
    assert change(note, text="Hers.", by=ewan.user, seen_at=seen_at).written_by == moira.user


def test_what_was_taken_away_is_not_changed_and_is_taken_away_once() -> None:
    team = make.team_member()
    note = write(make.session(on=DAY), by=team.user)
    gone = Note.objects.get()
    remove_note(note, by=team.user, at=AT)

    with pytest.raises(NoteChanged):
        change(gone, text="Again.", by=team.user)
    remove_note(gone, by=team.user, at=AT)


def test_before_its_day_or_when_cancelled_nothing_is_noted() -> None:
    team = make.team_member()
    shut = [
        make.session(on=DAY + timedelta(days=1)),
        make.session(on=None),
        make.session(on=DAY, state=CohortSession.State.CANCELLED),
    ]

    for session in shut:
        with pytest.raises(RecordShut):
            write(session, by=team.user)


def test_notes_of_a_closed_session_are_corrected_but_not_added_or_taken_away() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    note = write(session, by=team.user)
    CohortSession.objects.update(state=CohortSession.State.CLOSED, recording="no")

    assert change(note, text="Crossings first.", by=team.user).text == "Crossings first."
    with pytest.raises(RecordShut):
        write(session, by=team.user)
    note.session.refresh_from_db()
    with pytest.raises(RecordShut):
        remove_note(note, by=team.user, at=AT)


@pytest.mark.parametrize("holder", [make.lead, make.administrator])
def test_only_the_programme_team_writes(holder: Callable[[], make.Holder]) -> None:
    by, session = holder().user, make.session(on=DAY)
    note = write(session, by=make.team_member().user)
    deeds: list[Callable[[], object]] = [
        lambda: write(session, by=by),
        lambda: change(note, text="No.", by=by),
        lambda: remove_note(note, by=by, at=AT),
    ]

    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


@pytest.fixture
def today() -> CohortSession:
    return make.session(on=timezone.localdate())


def test_pages_write_change_and_take_away_without_scripts(
    client: Client, today: CohortSession
) -> None:
    client.force_login(make.second_step(make.team_member()).user)
    page = f"/sessions/{today.slug}/"

    client.post(f"{page}notes/new/", {"sort": "decision", "text": "Benches first."})
    note = Note.objects.get()
    shown = client.get(f"{page}notes/{note.key}/").content.decode()
    sent = {"sort": "note", "text": "Crossings.", "seen_at": note.changed_at.isoformat()}
    answer = client.post(f"{page}notes/{note.key}/", sent)

    assert "Benches first." in shown
    assert answer.headers["Location"] == f"{page}#notes"
    assert "Crossings." in client.get(page).content.decode()
    client.post(f"{page}notes/{note.key}/remove/")
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"sort": "note", "text": ""}, "Write a few words first."),
        ({"sort": "poem", "text": "Kept words"}, "Choose one of the list."),
        ({"sort": "note", "text": "Kept words " * 1000}, "Shorten it to 5,000 or fewer."),
    ],
)
def test_what_was_typed_is_kept_when_it_is_refused(
    client: Client, today: CohortSession, typed: dict[str, str], words: str
) -> None:
    client.force_login(make.second_step(make.team_member()).user)

    page = client.post(f"/sessions/{today.slug}/notes/new/", typed).content.decode()

    assert words in page
    assert typed["text"].strip() in page
    assert not Note.objects.exists()


def test_after_a_change_by_another_the_page_shows_theirs_and_keeps_what_was_typed(
    client: Client, today: CohortSession
) -> None:
    team = make.second_step(make.team_member())
    client.force_login(team.user)
    note = add_note(today, sort="note", text="First.", by=team.user, at=timezone.now())
    sent = {"sort": "note", "text": "Mine.", "seen_at": note.changed_at.isoformat()}
    path = f"/sessions/{today.slug}/notes/{note.key}/"
    other = make.team_member(name="Ewan Ross").user
    change(note, text="His.", by=other)

    page = client.post(path, sent).content.decode()

    assert "Ewan Ross changed this meanwhile. It reads now: “His.”" in page
    assert "Mine." in page
    note.refresh_from_db()
    assert f'value="{note.changed_at.isoformat()}"' in page  # pressed again, it counts
    client.post(path, sent | {"seen_at": note.changed_at.isoformat()})
    note.refresh_from_db()
    assert note.text == "Mine."


def test_everybody_who_sees_the_session_reads_its_notes(
    client: Client, today: CohortSession
) -> None:
    write_by = make.team_member()
    add_note(today, sort="note", text="Benches first.", by=write_by.user, at=timezone.now())

    lead = make.lead().user
    client.force_login(lead)
    page = client.get(f"/sessions/{today.slug}/").content.decode()
    assert "Benches first." in page
    assert "/notes/" not in page
    client.force_login(make.steering_member().user)
    assert client.get(f"/sessions/{today.slug}/").status_code == 404
