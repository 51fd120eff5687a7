"""A check for known faults that could ask nobody does not pass in silence."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FINE = {"name": "django", "version": "6.1.3", "vulns": []}
FAULTY = {"name": "django", "version": "1.0", "vulns": [{"id": "CVE-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "django", "skip_reason": "Dependency not found"}


def check(folder: Path, *, answer: list[dict[str, object]] | None) -> tuple[int, str]:
    """Run the check with a pip-audit that found this, or that found nobody to ask."""
    auditor = folder / "pip-audit"
    report = json.dumps({"dependencies": answer})
    writing = (
        f"for word; do case $word in --output=*) echo '{report}' >${{word#--output=}};; esac; done"
    )
    auditor.write_text(
        f"#!/bin/sh\n{writing if answer is not None else 'echo no line >&2; exit 1'}\n"
    )
    auditor.chmod(0o755)
    done = subprocess.run(
        [ROOT / "bin" / "check-vulnerabilities", "requirements.txt"],
        env=os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ([FINE], (0, "")),
        ([FAULTY], (1, "django 1.0: CVE-1, mended in 1.1\n")),
        ([FINE, UNKNOWN], (0, "NOT DONE for 1 of 2 packages: the database has no answer\n")),
        (None, (0, "NOT DONE, database not reachable: no line\n")),
    ],
)
def test_what_is_said(
    answer: list[dict[str, object]] | None, expected: tuple[int, str], tmp_path: Path
) -> None:
    assert check(tmp_path, answer=answer) == expected
