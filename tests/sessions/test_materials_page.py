"""The pages of materials: a file or link is added, refused with a sentence, handed out."""

import resource as limits
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from people.models import User
from sessions.actions.checking import check_files
from sessions.actions.resources import LARGEST
from sessions.models import CohortSession, Resource
from tests import files, make
from tests.sessions.shelf import bring, on_disk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


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
