"""Names of files that people bring, made harmless for pages, headers and every system's disks."""

import re

from kit.text import settled_line

LONGEST = 120  # characters, the ending among them
LONGEST_ENDING = 10
NAMELESS = "file"
# What one system or another reads as part of a path, a device or a pattern.
_UNSAFE = re.compile(r'[/\\:*?"<>|]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)", re.IGNORECASE)
# Neither seen nor heard; they hide an ending, or make two names look like one.
_UNSEEN = re.compile("[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\ufeff]")


def clean_name(name: str) -> str:
    """The same name on one line, without folders, direction marks and names of devices.

    Cleaning twice changes nothing. A long one is cut in its middle part: the ending stays.
    """
    name = settled_line(_UNSEEN.sub("", name.replace("\x00", "")))
    name = _UNSAFE.sub("_", re.split(r"[/\\]", name)[-1])
    stem, ending = parted(name)
    stem = stem.strip(". ") or NAMELESS
    if _DEVICES.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    return f"{stem[: LONGEST - len(ending)].rstrip('. ')}{ending}"


def parted(name: str) -> tuple[str, str]:
    """A name without its ending, and the ending with its dot; empty if it has none."""
    stem, dot, ending = name.rpartition(".")
    ending = ending.strip()
    if not dot or not ending or len(ending) > LONGEST_ENDING or not ending.isalnum():
        return name, ""
    return stem, f".{ending}"
