"""PostgreSQL and Valkey of our own start for whoever we are, and leave nothing behind."""

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psutil
import psycopg
import pytest
import redis

from local.errors import Stopped
from local.folders import held, is_held
from local.postgres import SECONDS_TO_POINT, SOCKET_NAME, Cluster, cluster_in, remove_cluster
from local.servers import running, throw_away_folder
from local.valkey import start_valkey

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def servers_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where no server is named."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


def modes_above(folder: Path) -> list[int]:
    return [parent.stat().st_mode for parent in folder.parents]


def processes_in(folder: Path) -> list[psutil.Process]:
    home = folder.resolve()
    found = []
    for process in psutil.process_iter():
        try:
            if home in [Path(process.cwd()), *Path(process.cwd()).parents]:
                found.append(process)
        except psutil.Error:
            continue
    return found


@pytest.mark.usefixtures("servers_wanted")
def test_both_servers_are_real_and_end_with_the_block() -> None:
    with throw_away_folder() as folder:
        with running(folder, kept=False) as (settings, servers):
            with psycopg.connect(settings["DATABASE_URL"]) as connection:
                version = connection.execute("SHOW server_version_num").fetchone()
            client = redis.from_url(settings["REDIS_URL"])
            answered = client.ping()
            client.close()

            assert version is not None
            assert int(version[0]) >= 180000
            assert answered
        assert [server.process.poll() is None for server in servers] == [False, False]

    assert not folder.exists()


@pytest.mark.usefixtures("servers_wanted")
def test_the_extensions_that_the_portal_needs_are_there() -> None:
    with (
        throw_away_folder() as folder,
        running(folder, kept=False) as (settings, _),
        psycopg.connect(settings["DATABASE_URL"]) as connection,
    ):
        for extension in ("btree_gist", "pg_trgm", "unaccent"):
            connection.execute(f"CREATE EXTENSION {extension}")
        plain = connection.execute("SELECT unaccent('Gàidhlig')").fetchone()

    assert plain == ("Gaidhlig",)


@pytest.mark.usefixtures("servers_wanted")
def test_a_private_folder_above_the_database_stays_private(tmp_path: Path) -> None:
    private = tmp_path / "home"
    private.mkdir(mode=0o700)
    folder = private / "var"
    folder.mkdir()
    before = modes_above(folder)

    with running(folder, kept=True):
        during = modes_above(folder)
    remove_cluster(folder / "postgres")

    assert [during, modes_above(folder)] == [before, before]


def test_nobody_but_us_reaches_the_socket_and_the_password() -> None:
    with throw_away_folder() as folder:
        cluster = cluster_in(folder / "postgres", kept=False)
        server, _ = start_valkey(folder / "valkey", log=folder / "valkey.log")
        server.stop()

        assert cluster.sockets.stat().st_mode & 0o077 == 0
        assert (folder / "valkey" / "valkey.conf").stat().st_mode & 0o077 == 0
        assert (folder / "valkey" / "password").stat().st_mode & 0o077 == 0


def test_a_long_path_gets_a_socket_all_the_same() -> None:
    with throw_away_folder() as folder:
        deep = folder / ("a" * 60) / ("b" * 60)
        deep.mkdir(parents=True)
        cluster = cluster_in(deep / "postgres", kept=False)
        server = cluster.start(log=folder / "log")
        socket_path = cluster.sockets / SOCKET_NAME
        is_there = socket_path.is_socket()
        server.stop()
        remove_cluster(deep / "postgres")

    assert is_there
    assert len(str(socket_path)) <= 103


def started_once(folder: Path) -> Cluster:
    cluster = cluster_in(folder / "postgres", kept=False)
    cluster.start(log=folder / "log").stop()
    return cluster


def test_a_number_left_by_a_killed_server_does_not_stop_the_next() -> None:
    with throw_away_folder() as folder:
        cluster = started_once(folder)
        bystander = subprocess.Popen(["sleep", "60"])
        status = (
            f"{bystander.pid}\n{cluster.data}\n1\n5432\n{cluster.sockets}\n\n  1  1\nready   \n"
        )
        (cluster.data / "postmaster.pid").write_text(status)

        server = cluster.start(log=folder / "log")
        server.stop()

        assert bystander.poll() is None
        bystander.kill()
        bystander.wait()


def test_a_server_left_by_a_killed_run_is_ended_before_the_next() -> None:
    with throw_away_folder() as folder:
        cluster = started_once(folder)
        left = cluster.start(log=folder / "log")

        server = cluster.start(log=folder / "log")
        server.stop()

        assert left.process.wait(5) == 0


def test_half_a_cluster_is_made_anew() -> None:
    with throw_away_folder() as folder:
        cluster = cluster_in(folder / "postgres", kept=False)
        if cluster.user is None:
            (cluster.home / "data.new").mkdir()
        else:
            subprocess.run(
                ["install", "-d", "-o", cluster.user.pw_name, cluster.home / "data.new"], check=True
            )
        server = cluster.start(log=folder / "log")
        server.stop()

        assert (cluster.data / "PG_VERSION").exists()


def test_a_cluster_of_another_version_is_named_in_a_sentence() -> None:
    with throw_away_folder() as folder:
        cluster = started_once(folder)
        (cluster.data / "PG_VERSION").write_text("17\n")

        with pytest.raises(Stopped, match="was made by PostgreSQL 17, not 18: run `make fresh`"):
            cluster.start(log=folder / "log")


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    with held(tmp_path):
        with pytest.raises(Stopped, match=f"is in use by process {os.getpid()}"), held(tmp_path):
            pass

        assert is_held(tmp_path)
    assert not is_held(tmp_path)


def wait_for(path: Path) -> str:
    for _ in range(600):
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.1)
    raise TimeoutError(path)


def bare_environment() -> dict[str, str]:
    """As on a machine where no server and no folder is named."""
    named = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "VAR_DIR"}
    return {name: value for name, value in os.environ.items() if name not in named}


def test_a_killed_run_is_swept_up_by_the_next(tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = f'echo "$VAR_DIR $DATABASE_URL $$" >{told}.new; mv {told}.new {told}; exec sleep 60'
    runner = subprocess.Popen(
        [sys.executable, "-m", "local", "with-services", "--", "sh", "-c", script],
        cwd=ROOT,
        env=bare_environment(),
    )
    var, database_url, command = wait_for(told).split()
    runner.kill()
    runner.wait()
    psutil.Process(int(command)).kill()
    home = Path(unquote(urlsplit(database_url).hostname or "")).parent
    left = processes_in(Path(var)) + processes_in(home)

    with throw_away_folder():
        pass

    gone, alive = psutil.wait_procs(left, timeout=10)
    assert [len(gone) > 0, alive] == [True, []]
    assert not Path(var).exists()
    assert not home.exists()


def test_the_command_s_status_is_ours_and_its_servers_end(tmp_path: Path) -> None:
    script = f'echo "$VAR_DIR" >{tmp_path}/told; exit 3'
    status = subprocess.run(
        [sys.executable, "-m", "local", "with-services", "--", "sh", "-c", script],
        cwd=ROOT,
        env=bare_environment(),
        check=False,
    ).returncode

    assert status == 3
    assert not Path((tmp_path / "told").read_text().strip()).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps its clusters elsewhere")
def test_root_s_cluster_goes_when_its_folder_has_gone(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    home = cluster_in(folder, kept=False).home
    folder.unlink()
    long_ago = time.time() - 2 * SECONDS_TO_POINT
    os.utime(home / "for", (long_ago, long_ago))

    with throw_away_folder() as other:
        cluster_in(other / "postgres", kept=False)

    assert not home.exists()
