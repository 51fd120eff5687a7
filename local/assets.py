"""Copies what browsers need from the installed npm packages into `assets/vendor/`.

Only these few files are served: the whole of `node_modules` would be 1,300 files to hash and
compress. The licences go with the copies, as they ask.
"""

import re
import shutil
from pathlib import Path

from local.errors import Stopped

ROOT = Path(__file__).resolve().parent.parent
DESIGN_SYSTEM = "@scottish-government/design-system"

# Pattern in `node_modules`, folder or (with a suffix) file in `assets/vendor`.
COPIES = [
    (f"{DESIGN_SYSTEM}/dist/css/design-system.min.css", ""),
    (f"{DESIGN_SYSTEM}/dist/scripts/design-system.js", ""),
    (f"{DESIGN_SYSTEM}/dist/images/icons/icons.stack.svg", ""),
    (f"{DESIGN_SYSTEM}/dist/images/documents/svg/*.svg", "documents"),
    (f"{DESIGN_SYSTEM}/LICENSE.txt", "licences/design-system.txt"),
    ("@fontsource/roboto/files/roboto-latin-400-normal.woff2", ""),
    ("@fontsource/roboto/files/roboto-latin-700-normal.woff2", ""),
    ("@fontsource/roboto/LICENSE", "licences/roboto.txt"),
    ("htmx.org/dist/htmx.min.js", ""),
    ("htmx.org/LICENSE", "licences/htmx.txt"),
]
SOURCE_MAP = re.compile(rb"/[/*]# sourceMappingURL=.*?(\*/|$)")


def copy_assets(*, packages: Path = ROOT / "node_modules", into: Path = ROOT / "assets") -> int:
    """Fill `vendor` in `into`, whole or not at all; returns how many files there are."""
    fresh = into / "vendor.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for pattern, target in COPIES:
        found = sorted(packages.glob(pattern))
        if not found:
            raise Stopped(
                f"No {pattern} in the npm packages: run `make fresh`, then the same again."
            )
        for source in found:
            copy = fresh / target if Path(target).suffix else fresh / target / source.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(_without_source_map(source))
    shutil.rmtree(into / "vendor", ignore_errors=True)
    fresh.rename(into / "vendor")
    return sum(1 for path in (into / "vendor").rglob("*") if path.is_file())


def _without_source_map(path: Path) -> bytes:
    """The file's bytes; Django's hashed storage refuses a pointer to a map that is not copied."""
    content = path.read_bytes()
    return SOURCE_MAP.sub(b"", content) if path.suffix in {".css", ".js"} else content
