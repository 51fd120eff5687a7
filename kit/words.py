"""How the portal writes spans of days and lists in its sentences. Pure functions."""

import math
from collections.abc import Sequence
from datetime import date

from kit.dates import in_full

_KILO = 1024


def span(starts_on: date, ends_on: date | None) -> str:
    """As in "from Monday 3 March 2025", or "from Monday 3 March 2025 to Friday 14 March 2025"."""
    if ends_on is None:
        return f"from {in_full(starts_on)}"
    if ends_on == starts_on:
        return f"on {in_full(starts_on)}"
    return f"from {in_full(starts_on)} to {in_full(ends_on)}"


def listed(words: Sequence[str]) -> str:
    """As in "Ayr, Dunoon and Alloa"."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def megabytes(size: int) -> str:
    """How large a file is, rounded up: "20 MB", "1.3 MB", "12 kB"."""
    if size < _KILO * _KILO / 10:
        return f"{max(1, math.ceil(size / _KILO)):,} kB"
    tenths = math.ceil(size * 10 / (_KILO * _KILO))
    return f"{tenths // 10:,}{f'.{tenths % 10}' if tenths % 10 else ''} MB"
