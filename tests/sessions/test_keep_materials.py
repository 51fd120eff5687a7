"""Materials and resources: added by the team, checked before anybody is given them, kept safe."""

import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from audit.models import Entry
from kit.file_sorts import WrongSort
from sessions.actions.checking import check_files, sweep_files
from sessions.actions.resources import (
    LARGEST,
    MOST,
    FileRefused,
    KnownAlready,
    Label,
    NeededByClosing,
    NothingAdded,
    add_link,
    remove,
)
from sessions.models import CohortSession, Resource
from sessions.queries.resources import long_unchecked
from tests import files, make
from tests.kit.test_scan_files import KNOWS_EICAR, scanner
from tests.sessions.shelf import AT, DAY, MADE, SLIDES, Scan, Use, bring, on_disk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def test_a_file_is_kept_under_a_key_of_its_own_and_handed_out_once_it_is_clean(
    folder: Path,
) -> None:
    team, session = make.team_member(), make.session(on=DAY)

    made = bring(session, by=team.user, name="../Damp: what to ask.pdf")

    assert (made.file_name, made.file_sort) == ("Damp_ what to ask.pdf", "pdf")
    assert (made.scan, made.file_size) == (Scan.WAITING, len(files.pdf()))
    [path] = on_disk(folder)
    assert path.name == made.file_key
    assert "Damp" not in str(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert check_files(at=AT) == 1
    made.refresh_from_db()
    assert (made.scan, made.scanned_at) == (Scan.CLEAN, AT)
    verbs = Entry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["resource.added", "resource.clean"]


def test_a_refused_file_leaves_the_disk_and_says_why(
    folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    team, session = make.team_member(), make.session(on=DAY)
    made = bring(session, by=team.user, content=files.pdf(files.with_script))

    with django_capture_on_commit_callbacks(execute=True):
        check_files(at=AT)

    made.refresh_from_db()
    assert made.scan == Scan.REFUSED
    assert made.refusal.startswith("It holds a script.")
    assert on_disk(folder) == []
    bring(session, by=team.user, content=files.pdf(files.with_script))  # may be brought once more


def test_a_scanner_that_is_away_is_asked_again_and_the_file_waits(
    settings: Settings, tmp_path: Path
) -> None:
    team, session = make.team_member(), make.session(on=DAY)
    made = bring(session, by=team.user, content=files.EICAR, name="eicar.txt")
    settings.SCAN_COMMAND = scanner(tmp_path, "sys.exit(2)")

    assert check_files(at=AT) == 0
    made.refresh_from_db()
    assert (made.scan, made.scan_tries) == (Scan.WAITING, 1)
    assert check_files(at=AT) == 0  # not at once
    made.refresh_from_db()
    assert made.scan_tries == 1
    late = AT + timedelta(minutes=31)
    assert (long_unchecked(at=AT), long_unchecked(at=late)) == (0, 1)

    settings.SCAN_COMMAND = scanner(tmp_path, KNOWS_EICAR)
    assert check_files(at=late) == 1
    made.refresh_from_db()
    assert made.refusal == "The scanner for viruses refused it."
    assert long_unchecked(at=late) == 0


def test_the_same_file_or_link_stands_once() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    first = bring(session, by=team.user)
    add_link(session, SLIDES, link="https://example.org/", by=team.user, at=AT)

    with pytest.raises(KnownAlready, match="here already, as “Slides”"):
        bring(session, by=team.user, name="again.pdf")
    with pytest.raises(KnownAlready):
        add_link(session, MADE_SAME, link="https://example.org/", by=team.user, at=AT)

    bring(session, by=team.user, label=MADE)
    remove(first, by=team.user, at=AT)
    bring(session, by=team.user)


MADE_SAME = Label(Use.MATERIAL, "Other words")


def test_a_file_that_cannot_be_kept_is_refused_and_leaves_nothing(folder: Path) -> None:
    team, session = make.team_member(), make.session(on=DAY)

    with pytest.raises(WrongSort):
        bring(session, by=team.user, content=b"<svg/>", name="drawing.svg")
    with pytest.raises(WrongSort):
        bring(session, by=team.user, content=b"<html>", name="page.pdf")
    with pytest.raises(FileRefused, match="up to 20 MB"):
        bring(session, by=team.user, content=files.large(LARGEST + 1), name="a.txt")

    assert on_disk(folder) == []
    assert not Resource.objects.exists()


def test_a_cancelled_session_takes_nothing_and_a_full_one_nothing_more() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    off = make.session(on=DAY, state=CohortSession.State.CANCELLED)
    for number in range(MOST):
        make.resource(of=session, by=team.user, link=f"https://example.org/of/{number}")

    with pytest.raises(NothingAdded, match="cancelled"):
        add_link(off, SLIDES, link="https://example.org/", by=team.user, at=AT)
    with pytest.raises(NothingAdded, match="Take one away first"):
        bring(session, by=team.user)


def test_a_closed_session_keeps_what_it_was_closed_with_and_takes_more() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    made = make.resource(of=session, by=team.user, use=Use.RESOURCE)
    CohortSession.objects.update(state=CohortSession.State.CLOSED, recording="no")

    with pytest.raises(NeededByClosing, match="Add another one first"):
        remove(made, by=team.user, at=AT)
    add_link(session, MADE, link="https://example.org/better", by=team.user, at=AT)
    remove(made, by=team.user, at=AT)
    remove(made, by=team.user, at=AT)

    assert [one.title for one in Resource.objects.standing()] == [MADE.title]


def test_what_is_taken_away_or_belongs_to_nobody_is_deleted_in_the_end(folder: Path) -> None:
    team, session = make.team_member(), make.session(on=DAY)
    gone, stays = bring(session, by=team.user), bring(session, by=team.user, label=MADE)
    orphan, arriving = folder / "kept" / "ab" / "ab12", folder / "incoming" / "half"
    for path in (orphan, arriving):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
    remove(gone, by=team.user, at=AT)
    now = timezone.now()
    assert sweep_files(at=now) == 0
    assert len(on_disk(folder)) == 4
    for path in (orphan, arriving):
        os.utime(path, (0, 0))

    assert sweep_files(at=now) == 2
    assert sweep_files(at=AT + timedelta(days=31)) == 1

    assert [path.name for path in on_disk(folder)] == [stays.file_key]


def test_a_deed_that_fails_leaves_no_file(folder: Path) -> None:
    team, session = make.team_member(), make.session(on=DAY)
    elsewhere = make.contribution(to=session)
    label = Label("a use that no column holds", "Slides", elsewhere)

    with pytest.raises(DataError, match="value too long"), transaction.atomic():
        bring(session, by=team.user, label=label)

    assert on_disk(folder) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"link": "javascript:alert(1)"},
        {"link": ""},
        {"title": ""},
        {"file_name": "a.pdf"},
        {"scan": "clean"},
        {"removed_at": AT},
    ],
)
def test_the_database_keeps_a_link_or_a_file_never_both_nor_half(wrong: dict[str, object]) -> None:
    team, session = make.team_member(), make.session(on=DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.resource(of=session, by=team.user, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"file_key": ""},
        {"scan": "waiting"},
        {"scan": "refused"},
        {"link": "https://example.org/"},
        {"file_hash": ""},
        {"file_size": None},
    ],
)
def test_the_database_keeps_a_file_whole(wrong: dict[str, object]) -> None:
    team, session = make.team_member(), make.session(on=DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.resource(of=session, by=team.user, **{"file_key": "ab"} | wrong)


@pytest.mark.parametrize("holder", [make.lead, make.administrator])
def test_only_the_programme_team_adds_and_takes_away(holder: Callable[[], make.Holder]) -> None:
    by, session = holder().user, make.session(on=DAY)
    made = make.resource(of=session, by=make.team_member().user)
    deeds: list[Callable[[], object]] = [
        lambda: bring(session, by=by),
        lambda: add_link(session, SLIDES, link="https://example.org/", by=by, at=AT),
        lambda: remove(made, by=by, at=AT),
    ]

    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()


# --- Pages --------------------------------------------------------------------------------------
