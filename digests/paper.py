"""What stands around an edition where it is taken away from its page: on paper and as plain text.

Plain values and sentences. Nothing here asks the database.
"""

from dataclasses import dataclass
from datetime import date

from digests.content import Depth, Head, Passage
from kit.dates import in_full

KIND = "Quarterly digest"
WHO = "All Project Towns"
HOW_TO_READ = "\u25a1 stands for a sign that no font of this paper holds; the web page shows it."


@dataclass(frozen=True, slots=True)
class Corrected:
    """One dated amendment, in words: when, in which part, and why."""

    on: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an edition besides what it says.

    `address` is where its page stands, `redacted` a sentence for each passage taken out since.
    """

    version: int
    published_on: date
    address: str
    checksum: str
    corrections: tuple[Corrected, ...] = ()
    redacted: tuple[str, ...] = ()

    @property
    def edition(self) -> str:
        """Which of the quarter's editions this is."""
        return f"Version {self.version}, published on {in_full(self.published_on)}"


def reading_time(head: Head) -> str:
    """How long the whole takes to read."""
    minutes = head.minutes[Depth.FULL]
    return f"{minutes} minute{'' if minutes == 1 else 's'} to read in full"


def arrival(passage: Passage) -> str:
    """That a passage arrived late, and which month it tells of; empty if it was in time."""
    return f"Arrived late: about {passage.month}" if passage.month else ""
