"""A running database is copied, and the copy is started as after a loss."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psutil
import psycopg
import pytest

import outbox.fence
from local.backups import Backup, _address, base_backup, identity_of, restored, verify
from local.errors import Stopped
from local.postgres import Cluster, cluster_in, remove_cluster
from local.programs import packaged_major, programs_of
from local.servers import throw_away_folder

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {"max_connections": "200"}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder of this run, gone after it."""
    with throw_away_folder() as path:
        yield path


@pytest.fixture(scope="module")
def cluster(folder: Path) -> Iterator[Cluster]:
    """A running cluster, with roles of several rights and a table of letters."""
    cluster = cluster_in(folder / "postgres", kept=False)
    server = cluster.start(log=folder / "log")
    for statement in (
        "CREATE ROLE reader LOGIN",
        "CREATE ROLE keeper LOGIN REPLICATION PASSWORD 'hush'",
        "CREATE TABLE letter (text text)",
        "GRANT SELECT, INSERT ON letter TO reader, keeper",
        "INSERT INTO letter VALUES ('before')",
    ):
        execute(cluster.url, statement)
    yield cluster
    server.stop()


@pytest.fixture(scope="module")
def backup(cluster: Cluster, folder: Path) -> Backup:
    """The cluster as it was before one more letter."""
    made = base_backup(cluster.url, folder / "backup")
    execute(cluster.url, "INSERT INTO letter VALUES ('after')")
    return made


def execute(database_url: str, statement: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(statement)


def rows(database_url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(query).fetchall()


def texts(database_url: str) -> list[object]:
    return [text for (text,) in rows(database_url, "SELECT text FROM letter ORDER BY text")]


def servers_in(home: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if Path(process.cwd()).is_relative_to(home):
                found.append(process)
        except psutil.Error:
            continue
    return found


@contextmanager
def rules(cluster: Cluster, *first: str) -> Iterator[None]:
    """While these lines stand before all others of the server's `pg_hba.conf`."""
    file = cluster.data / "pg_hba.conf"
    usual = file.read_text()
    try:
        file.write_text("\n".join([*first, usual]))
        execute(cluster.url, "SELECT pg_reload_conf()")
        yield
    finally:
        file.write_text(usual)
        execute(cluster.url, "SELECT pg_reload_conf()")


@contextmanager
def copy_of(backup: Backup, into: Path) -> Iterator[Cluster]:
    """The files of a backup where a server may be started on them."""
    copy = cluster_in(into, kept=False)
    shutil.copytree(backup.folder, copy.data)
    copy.own(copy.data)
    try:
        yield copy
    finally:
        remove_cluster(into)


def test_the_copy_holds_what_was_written_before_it_and_takes_writes(
    backup: Backup, cluster: Cluster, folder: Path
) -> None:
    with restored(backup, folder / "copy") as database_url:
        execute(database_url, "INSERT INTO letter VALUES ('in the copy')")

        assert texts(database_url) == ["before", "in the copy"]
    assert texts(cluster.url) == ["after", "before"]


def test_each_restore_is_on_a_timeline_of_its_own(
    backup: Backup, cluster: Cluster, folder: Path
) -> None:
    source = identity_of(cluster.url)

    with restored(backup, folder / "first") as database_url:
        first = identity_of(database_url)
        again = base_backup(database_url, folder / "again")
    with restored(again, folder / "second") as database_url:
        second = identity_of(database_url)

    assert source.timeline == 1
    assert [first, second] == [replace(source, timeline=2), replace(source, timeline=3)]


def test_any_role_may_ask_which_database_it_is(cluster: Cluster) -> None:
    assert identity_of(cluster.url_of("portal", role="reader")) == identity_of(cluster.url)


def test_a_database_copied_within_its_server_is_another(cluster: Cluster) -> None:
    server = cluster.url_of("postgres", role="postgres")
    execute(server, "CREATE DATABASE copy TEMPLATE portal")
    copy, source = identity_of(cluster.url_of("copy", role="reader")), identity_of(cluster.url)
    execute(server, "DROP DATABASE copy")

    assert copy.database != source.database
    assert replace(copy, database=source.database) == source


def test_files_put_back_without_recovery_are_not_told_apart(
    backup: Backup, cluster: Cluster, folder: Path
) -> None:
    with copy_of(backup, folder / "files") as copy:
        server = copy.serve(log=folder / "log", settings=SETTINGS)
        found = identity_of(copy.url)
        server.stop()

    assert found == identity_of(cluster.url)


def test_a_promoted_standby_is_told_before_its_first_checkpoint(
    cluster: Cluster, folder: Path
) -> None:
    # One of its own: the server keeps its log for the newest only.
    backup = base_backup(cluster.url, folder / "for_standby")
    follow = {"primary_conninfo": f"host={cluster.sockets} user=keeper"}
    with copy_of(backup, folder / "standby") as copy:
        (copy.data / "standby.signal").touch()
        server = copy.begin(log=folder / "log", settings=SETTINGS | follow)
        try:
            # Much that is not written out yet, so that the next checkpoint takes its time.
            execute(
                cluster.url,
                "CREATE TABLE heap AS SELECT repeat('x', 2000) FROM generate_series(1, 5000)",
            )
            ((written,),) = rows(cluster.url, "SELECT pg_current_wal_lsn()::text")
            server.wait_until(lambda: has_replayed(copy.url, str(written)))
            before = identity_of(copy.url)
            execute(copy.url, "SELECT pg_promote()")

            after = identity_of(copy.url)
            fence = rows(copy.url_of("portal", role="reader"), outbox.fence.IDENTITY)
            checkpoint = rows(copy.url, "SELECT timeline_id FROM pg_control_checkpoint()")
        finally:
            server.stop()

    assert [before.timeline, after.timeline, checkpoint] == [None, 2, [(1,)]]
    assert fence == [(str(after.system), after.timeline, after.database)]


def has_replayed(database_url: str, written: str) -> bool:
    try:
        return rows(database_url, f"SELECT pg_last_wal_replay_lsn() >= '{written}'") == [(True,)]
    except psycopg.OperationalError:  # it does not answer yet
        return False


def test_nothing_is_left_of_a_restored_database(backup: Backup, folder: Path) -> None:
    into = folder / "left"

    with restored(backup, into) as database_url:
        home = into.resolve()
        sockets = Path(unquote(urlsplit(database_url).hostname or ""))
        ran = len(servers_in(home))

    assert ran > 0
    assert servers_in(home) == []
    assert [path.exists() for path in (into, home, sockets)] == [False, False, False]
    assert not into.is_symlink()


def test_a_killed_rehearsal_is_swept_up_by_the_next_run(backup: Backup) -> None:
    script = f"""
from pathlib import *
from local.backups import Backup, restored
from local.servers import throw_away_folder

with throw_away_folder() as folder, restored({backup!r}, folder / "copy"):
    print((folder / "copy").resolve(), flush=True)
    input()
"""
    rehearsal = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with rehearsal:
        assert rehearsal.stdout is not None
        home = Path(rehearsal.stdout.readline().strip())
        rehearsal.kill()
    left = servers_in(home)

    with throw_away_folder():
        pass

    gone, alive = psutil.wait_procs(left, timeout=10)
    assert [len(gone) > 0, alive] == [True, []]
    assert not home.exists()


def test_a_damaged_backup_is_named(backup: Backup, folder: Path) -> None:
    damaged = replace(backup, folder=folder / "damaged")
    shutil.copytree(backup.folder, damaged.folder)
    with (damaged.folder / "global" / "pg_control").open("r+b") as file:
        file.write(b"\0" * 16)

    with pytest.raises(Stopped, match=r"is damaged: .*pg_control"):
        verify(damaged)


def test_a_role_without_the_right_is_told_which(cluster: Cluster, folder: Path) -> None:
    with pytest.raises(Stopped, match="let an administrator run ALTER ROLE reader REPLICATION"):
        base_backup(cluster.url_of("portal", role="reader"), folder / "refused")

    assert not (folder / "refused").exists()


def test_a_server_that_lets_nobody_copy_it_is_told_where(cluster: Cluster, folder: Path) -> None:
    told = "lets keeper in, but not to copy it: add a line for the database `replication`"

    with (
        rules(cluster, "local replication all reject"),
        pytest.raises(Stopped, match=told),
    ):
        base_backup(cluster.url_of("portal", role="keeper"), folder / "refused")

    assert not (folder / "refused").exists()


def test_a_password_goes_by_the_environment_alone(cluster: Cluster, folder: Path) -> None:
    address = cluster.url_of("portal", role="keeper")
    asked = "scram-sha-256"

    with rules(cluster, f"local all keeper {asked}", f"local replication keeper {asked}"):
        made = base_backup(address.replace("keeper@", "keeper:hush@"), folder / "by_password")
        with pytest.raises(Stopped, match=r"does not answer: .*no password supplied"):
            base_backup(address, folder / "refused")

    assert "hush" not in _address("postgres://keeper:hush@127.0.0.1/portal")[0]
    assert (made.role, made.database) == ("keeper", "portal")


def test_an_address_that_is_none_is_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(Stopped) as refusal:
        base_backup("postgres://keeper:hush@127.0.0.1:pea/portal?nonsense=1", tmp_path / "backup")

    assert str(refusal.value) == "The database's address is not one that PostgreSQL understands."


def test_a_folder_in_use_is_left_alone(backup: Backup, cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "mine").touch()

    with pytest.raises(Stopped, match="holds something already: name a new one"):
        base_backup(cluster.url, tmp_path)
    with (
        pytest.raises(Stopped, match="exists already: name a new one"),
        restored(backup, tmp_path),
    ):
        pass

    assert (tmp_path / "mine").exists()


def programs_telling(version: str, folder: Path) -> Path:
    """A folder of programs of that version."""
    folder.mkdir()
    for name in ("postgres", "pg_basebackup", "pg_verifybackup"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_machine_s_own_programs_serve_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = programs_telling("98.4", tmp_path / "older")
    wanted = programs_telling("99.1 (Debian 99.1-1)", tmp_path / "wanted")
    path = [str(tmp_path), str(older), str(wanted), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(path))

    assert programs_of(99) == wanted
    assert programs_of(packaged_major()) != wanted


def test_missing_programs_are_told_in_a_sentence() -> None:
    with pytest.raises(Stopped, match="runs PostgreSQL 99, whose programs postgres, pg_basebackup"):
        programs_of(99)
