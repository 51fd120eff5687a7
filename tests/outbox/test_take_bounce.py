"""`manage.py take_bounce`, as a mail server calls it, and over a maildir."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from outbox.models import MailReport

HOUSE = Path(__file__).resolve().parents[2]
BOUNCES = Path(__file__).parent / "bounces"
BOUNCE = (BOUNCES / "postfix_unknown_user.eml").read_bytes()
HOLIDAY = (BOUNCES / "vacation.eml").read_bytes()


@pytest.fixture(autouse=True)
def host(settings: Settings) -> None:
    settings.BASE_URL = "https://portal.example.org"


def piped(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("take_bounce", stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_a_letter_from_a_pipe_is_kept_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [piped(raw, monkeypatch) for raw in (BOUNCE, HOLIDAY, b"", b"\x00" * 3_000_000)]

    assert said == [""] * 4  # some mail servers take a word for a failure
    assert [report.what for report in MailReport.objects.all()] == [MailReport.What.HARD]


@pytest.mark.django_db
def test_the_new_letters_of_a_maildir_are_kept_and_moved(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for name, raw in (("1.a", BOUNCE), ("2.a", HOLIDAY), ("3.a", BOUNCE)):
        (tmp_path / "new" / name).write_bytes(raw)
    (tmp_path / "new" / "4.a").symlink_to(tmp_path / "taken by another run")
    said = io.StringIO()

    for _ in range(2):
        call_command("take_bounce", maildir=tmp_path, stdout=said)

    assert said.getvalue() == "3 letters read, 1 reports kept.\n0 letters read, 0 reports kept.\n"
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == [
        "1.a:2,S",
        "2.a:2,S",
        "3.a:2,S",
    ]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["4.a"]
    assert MailReport.objects.count() == 1


def test_a_folder_that_is_no_maildir_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no maildir"):
        call_command("take_bounce", maildir=tmp_path)


@pytest.mark.parametrize(("raw", "code"), [(BOUNCE, 75), (HOLIDAY, 0)])
def test_a_mail_server_is_asked_to_try_again_while_there_is_no_database(
    raw: bytes, code: int
) -> None:
    """75 is what mail servers know as "later"; what reports nothing needs no database."""
    run = subprocess.run(
        [sys.executable, HOUSE / "manage.py", "take_bounce"],
        input=raw,
        capture_output=True,
        check=False,
        env=os.environ
        | {
            "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
            "BASE_URL": "https://portal.example.org",
        },
    )

    assert (run.returncode, run.stdout) == (code, b"")
