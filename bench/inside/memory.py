"""What this process takes."""

import psutil

MEBIBYTE = 1024 * 1024


def memory_mib() -> float:
    """Proportional share of this process, in MiB."""
    found = psutil.Process().memory_full_info()
    return float(getattr(found, "pss", found.rss)) / MEBIBYTE
