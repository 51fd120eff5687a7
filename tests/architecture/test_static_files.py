"""Modules of ours find each other under their hashed names."""

import re
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from cohort_portal.static_files import HashedStaticFiles

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
IMPORTED = re.compile(r'^import .*?from "\./(.+?)";$', re.MULTILINE)


def test_every_import_names_a_file_that_is_served(tmp_path: Path) -> None:
    source = FileSystemStorage(SCRIPTS)
    names = [path.name for path in SCRIPTS.glob("*.js")]
    for name in names:
        (tmp_path / name).write_bytes((SCRIPTS / name).read_bytes())
    storage = HashedStaticFiles(location=str(tmp_path), base_url="/static/")

    served = {hashed for _, hashed, _ in storage.post_process({n: (source, n) for n in names})}

    imported = {
        name
        for path in tmp_path.iterdir()
        if path.name in served and path.suffix == ".js"
        for name in IMPORTED.findall(path.read_text(encoding="utf-8"))
    }
    assert imported
    assert imported <= served
