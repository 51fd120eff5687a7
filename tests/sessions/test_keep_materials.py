"""Materials and resources: added by the team, checked before anybody is given them, kept safe."""

import os
import resource as limits
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import DataError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from audit.models import Entry
from kit.file_sorts import WrongSort
from people.models import User
from sessions.actions.checking import check_files, sweep_files
from sessions.actions.resources import (
    LARGEST,
    MOST,
    FileRefused,
    KnownAlready,
    Label,
    NeededByClosing,
    NothingAdded,
    add_file,
    add_link,
    remove,
)
from sessions.models import CohortSession, Resource
from sessions.queries.resources import long_unchecked
from tests import files, make
from tests.kit.test_scan_files import KNOWS_EICAR, scanner

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
Scan, Use = Resource.Scan, Resource.Use
SLIDES = Label(Use.MATERIAL, "Slides")
MADE = Label(Use.RESOURCE, "Six questions on damp")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where files are kept: nobody else's."""
    found = tmp_path / "files"
    settings.MEDIA_ROOT = found
    return found


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def bring(
    session: CohortSession,
    *,
    by: User,
    content: bytes = b"",
    name: str = "slides.pdf",
    label: Label = SLIDES,
    at: datetime = AT,
) -> Resource:
    file = ContentFile(content or files.pdf(), name=name)
    return add_file(session, label, file=file, by=by, at=at)


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


@pytest.fixture
def session() -> CohortSession:
    return make.session(on=timezone.localdate())


@pytest.fixture
def team(client: Client) -> User:
    """Somebody of the team, signed in."""
    user = make.second_step(make.team_member()).user
    client.force_login(user)
    return user


def given_at(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.streaming
    return answer.getvalue()


def named(content: bytes, name: str) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


@pytest.mark.usefixtures("team")
def test_the_page_takes_a_file_says_that_it_is_checked_and_then_hands_it_out(
    client: Client, session: CohortSession, folder: Path
) -> None:
    page = f"/sessions/{session.slug}/"
    partner = make.contribution(to=session)
    sent = {"use": "material", "title": "", "contribution": str(partner.key)}
    content = files.ooxml()

    answer = client.post(
        f"{page}materials/file/", sent | {"file": named(content, "Benches & paths.pptx")}
    )

    assert answer.headers["Location"] == f"{page}#materials"
    made = Resource.objects.get()
    path = f"{page}materials/{made.key}/"
    shown = client.get(page).content.decode()
    assert "Benches &amp; paths" in shown
    assert f"PowerPoint, 1 kB, from {partner.organisation}" in shown
    assert "Being checked" in shown
    assert client.get(path).status_code == 404
    lead = Client()
    lead.force_login(make.lead().user)
    assert "Benches" not in lead.get(page).content.decode()

    check_files(at=timezone.now())

    assert "Benches" in lead.get(page).content.decode()
    given = lead.get(path, headers={"Accept-Encoding": "gzip"})
    assert given.streaming
    assert given.getvalue() == content
    told = {name: given.headers.get(name) for name in ANSWER}
    assert told == ANSWER | {"Content-Length": str(len(content))}
    assert given.status_code == 200
    assert len(on_disk(folder)) == 1


ANSWER = {
    "Content-Disposition": 'attachment; filename="Benches & paths.pptx"',
    "Content-Type": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store, private",
    "Content-Length": "",
    "Content-Encoding": None,
}


def test_a_file_taken_away_of_an_unseen_session_or_gone_from_the_disk_is_not_there(
    client: Client, session: CohortSession, team: User, folder: Path
) -> None:
    group = make.session(on=timezone.localdate(), of=make.group())
    now = timezone.now()
    unseen, made = bring(group, by=team, at=now), bring(session, by=team, at=now)
    assert check_files(at=now) == 2
    lead = Client()
    lead.force_login(make.lead().user)
    path = f"/sessions/{session.slug}/materials/{made.key}/"

    assert lead.get(f"/sessions/{group.slug}/materials/{unseen.key}/").status_code == 404
    assert lead.get(f"/sessions/{session.slug}/materials/{unseen.key}/").status_code == 404
    assert given_at(lead, path)
    client.post(f"{path}remove/")
    assert lead.get(path).status_code == 404
    for kept in on_disk(folder):
        kept.unlink()
    assert client.get(f"/sessions/{group.slug}/materials/{unseen.key}/").status_code == 404


def test_a_name_cannot_write_headers(client: Client, session: CohortSession, team: User) -> None:
    name = 'a";\r\nSet-Cookie: b=c\r\n\u202efdp.pdf'
    now = timezone.now()
    made = bring(session, by=team, name=name, at=now)
    check_files(at=now)

    given = client.get(f"/sessions/{session.slug}/materials/{made.key}/")
    assert given.streaming
    assert given.getvalue()

    assert given.headers["Content-Disposition"] == (
        'attachment; filename="a_; Set-Cookie_ b=c fdp.pdf"'
    )


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.pdf", "This file is empty."),
        (b"<html>", "page.pdf", "“page.pdf” is not a PDF file, whatever its name says."),
        (b"<svg/>", "drawing.svg", "“drawing.svg” cannot be kept here."),
        (b"PK", "a.exe", "What is kept: PDF, PowerPoint"),
        (files.large(LARGEST + 1), "a.txt", "may have up to 20 MB; this one has 20.1 MB."),
        (files.large(LARGEST + 1_048_576), "../x.txt", "up to 20 MB; this one has 21 MB."),
        (b"x", f"{'../' * 40}{'long' * 70}.svg", "cannot be kept here"),
    ],
)
def test_a_file_is_refused_beside_its_field_and_the_rest_is_kept(
    client: Client,
    session: CohortSession,
    folder: Path,
    content: bytes,
    name: str,
    words: str,
) -> None:
    sent = {"use": "resource", "title": "Kept words", "file": named(content, name)}

    answer = client.post(f"/sessions/{session.slug}/materials/file/", sent)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert 'value="Kept words"' in page
    assert on_disk(folder) == []


@pytest.mark.usefixtures("team")
def test_a_wrong_title_asks_for_the_file_again(
    client: Client, session: CohortSession, folder: Path
) -> None:
    sent = {"use": "material", "title": "a" * 201, "file": named(files.pdf(), "a.pdf")}

    page = client.post(f"/sessions/{session.slug}/materials/file/", sent).content.decode()

    assert "Choose the file again" in page
    assert "Shorten it to 200" in page
    assert on_disk(folder) == []


@contextmanager
def disk_that_takes(size: int) -> Iterator[None]:
    """The kernel refuses to write files that are larger, as it does where a disk is full."""
    before = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("team")
def test_a_full_disk_is_a_sentence_and_keeps_nothing_by_halves(
    client: Client, session: CohortSession, folder: Path
) -> None:
    sent = {"use": "material", "file": named(files.large(3_000_000), "a.txt")}
    path = f"/sessions/{session.slug}/materials/file/"

    with disk_that_takes(1_000_000):
        answer = client.post(path, sent)

    assert answer.status_code == 200
    assert "there is no room just now" in answer.content.decode()
    assert on_disk(folder) == []
    sent = {"use": "material", "file": named(files.large(3_000_000), "a.txt")}
    assert client.post(path, sent).status_code == 302


def test_nobody_fills_the_disk_without_an_account_or_by_another_page(
    session: CohortSession, folder: Path
) -> None:
    client = Client(enforce_csrf_checks=True)  # which reads the form before any view does
    path = f"/sessions/{session.slug}/materials/file/"
    client.get("/account/login/")

    def answered(where: str, size: int) -> int:
        token = client.cookies["csrf"].value
        file = named(files.large(size), "a.txt")
        sent = {"use": "material", "csrfmiddlewaretoken": token, "file": file}
        return client.post(where, sent).status_code

    assert answered(path, 100_000) == 302
    client.force_login(make.lead().user)
    assert answered("/account/letters/", 100_000) == 200
    assert answered("/account/letters/", 5_000_000) == 413
    assert answered(path, 100_000) == 403
    assert answered(path, 64 * 1024 * 1024) == 413

    assert on_disk(folder) == []


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"link": "javascript:alert(1)"}, "beginning with https:// or http://."),
        ({"link": "ftp://example.org/"}, "beginning with https:// or http://."),
        ({"link": "example"}, "beginning with https:// or http://."),
        ({"link": "https://me:hush@example.org/"}, "Leave out the name and password"),
        ({"link": f"https://example.org/{'a' * 500}"}, "Shorten it to 500"),
        ({"link": "https://example.org/", "title": ""}, "Say in a few words"),
        ({"link": "https://example.org/", "use": "cake"}, "Choose one of the list."),
        ({"link": ""}, "beginning with https:// or http://."),
    ],
)
def test_a_link_is_refused_in_a_sentence(
    client: Client, session: CohortSession, typed: dict[str, str], words: str
) -> None:
    sent = {"use": "material", "title": "Kept words"} | typed

    page = client.post(f"/sessions/{session.slug}/materials/link/", sent).content.decode()

    assert words in page
    assert not Resource.objects.exists()


def test_a_link_is_added_from_the_page_of_resources_and_taken_away(
    client: Client, session: CohortSession, team: User
) -> None:
    page = f"/sessions/{session.slug}/"
    asked = client.get(f"{page}materials/link/?use=resource").content.decode()
    sent = {"use": "resource", "title": "The film", "link": "https://video.example.org/a?b=1"}

    client.post(f"{page}materials/link/", sent)

    assert 'value="resource" id="id_use_1" checked' in asked
    shown = client.get(page).content.decode()
    assert 'href="https://video.example.org/a?b=1" rel="noreferrer">The film' in shown
    assert "video.example.org</p>" in shown
    client.post(f"{page}materials/{Resource.objects.get().key}/remove/")
    assert "The film" not in client.get(page).content.decode().partition("cp-message")[2][200:]
    assert Resource.objects.get().removed_by == team
