"""Set-up finds a Python that works, also behind an old one, and says so when there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OLD = "#!/bin/sh\nexit 1\n"
PRESENT = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with the small tools of every system, and no Python."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in (
        "bash",
        "cat",
        "dirname",
        "env",
        "git",
        "grep",
        "id",
        "ls",
        "rm",
        "sed",
        "sort",
        "tail",
    ):
        (tools / name).symlink_to(shutil.which(name) or name)
    (tmp_path / "home").mkdir()
    return tmp_path


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def working() -> str:
    return f'#!/bin/sh\nexec {sys.executable} "$@"\n'


def environment(machine: Path) -> dict[str, str]:
    elsewhere = {"PYENV_ROOT", "UV_PYTHON_INSTALL_DIR"}
    kept = {name: value for name, value in os.environ.items() if name not in elsewhere}
    return kept | {"PATH": str(machine / "tools"), "HOME": str(machine / "home")}


def choose(machine: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "bin" / "choose-python"],
        env=environment(machine),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_listed_version_is_found_behind_an_old_python3(machine: Path) -> None:
    put(machine / "tools" / "python3", OLD)
    put(machine / "home" / ".pyenv" / "versions" / f"{PRESENT}.0" / "bin" / "python3", working())

    assert choose(machine).stdout == f"{sys.executable}\n"


def test_a_name_on_the_path_that_does_not_work_is_passed_over(machine: Path) -> None:
    put(machine / "tools" / f"python{PRESENT}", OLD)
    put(machine / "tools" / "python3", working())

    assert choose(machine).stdout == f"{sys.executable}\n"


def test_without_any_python_it_says_so(machine: Path) -> None:
    put(machine / "tools" / "python3", OLD)
    chosen = choose(machine)

    assert [chosen.returncode, chosen.stdout] == [1, ""]
    assert chosen.stderr == "No Python from 3.12 on was found.\n"


def test_set_up_ends_in_a_sentence_that_says_what_to_do(machine: Path) -> None:
    checkout = machine / "checkout"
    shutil.copytree(ROOT / "bin", checkout / "bin")
    for name in (".python-version", "requirements-setup.txt"):
        shutil.copy(ROOT / name, checkout / name)

    done = subprocess.run(
        [checkout / "bin" / "setup", "demo"],
        env=environment(machine),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "Making a Python environment failed: install Python 3.13 with its venv module"
        " (on Debian: apt-get install python3-venv) or uv, and run the same command again."
    )
