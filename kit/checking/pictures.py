"""Pictures: of a size that a screen can show, and nothing but a picture."""

import re
import warnings
import zipfile
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from kit.checking.verdicts import Refused

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000
_HIDDEN = re.compile(rb"<\s*(script|html|svg|iframe|\?php)|%PDF-\d", re.IGNORECASE)
_END_OF_PNG = b"IEND\xaeB`\x82"


def check_picture(sort: str, path: Path) -> None:
    """Raises `Refused` if it is broken, far too large, or something else as well.

    Its pixels are never unpacked: the header alone tells how many there are.
    """
    with warnings.catch_warnings(action="error"):
        try:
            with Image.open(path, formats=[sort]) as picture:
                width, height = picture.size
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise Refused(_too_large()) from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning):
            raise Refused("It cannot be read as a picture. Save it anew.") from None
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Refused(_too_large())
    raw = path.read_bytes()
    is_whole = raw.endswith(_END_OF_PNG) if sort == "png" else True
    if zipfile.is_zipfile(path) or _HIDDEN.search(raw) or not is_whole:
        raise Refused("It holds more than a picture. Save it anew, and choose that.")


def _too_large() -> str:
    return (
        f"It has too many pixels: {MOST_PIXELS // 1_000_000} million are the most. Save it smaller."
    )
