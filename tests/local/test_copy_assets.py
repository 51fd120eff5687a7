"""The few files that browsers need are copied whole, with their licences."""

from pathlib import Path

import pytest

from local.assets import COPIES, copy_assets
from local.errors import Stopped


def packages(folder: Path, *, without: str = "") -> Path:
    for pattern, _ in COPIES:
        if pattern != without:
            path = folder / "packages" / pattern.replace("*", "one")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("content\n/*# sourceMappingURL=x.map */")
    return folder / "packages"


def test_every_file_is_there_once_and_points_at_no_map(tmp_path: Path) -> None:
    count = copy_assets(packages=packages(tmp_path), into=tmp_path / "assets")

    vendor = tmp_path / "assets" / "vendor"
    assert count == len(COPIES)
    assert (vendor / "documents" / "one.svg").exists()
    assert (vendor / "licences" / "htmx.txt").exists()
    assert (vendor / "design-system.min.css").read_text() == "content\n"


def test_a_missing_file_is_named_and_the_former_copy_stays(tmp_path: Path) -> None:
    copy_assets(packages=packages(tmp_path), into=tmp_path / "assets")
    missing = COPIES[-1][0]
    (tmp_path / "packages" / missing).unlink()

    with pytest.raises(Stopped, match=f"No {missing} in the npm packages"):
        copy_assets(packages=tmp_path / "packages", into=tmp_path / "assets")

    assert (tmp_path / "assets" / "vendor" / "htmx.min.js").exists()
