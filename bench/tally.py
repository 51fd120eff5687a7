"""Which reader got how many letters, as the mail server noted it, while more of them come.

What the portal writes to others meanwhile, such as a reminder that falls due, is not counted.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

READER = "reader."  # how the address of each reader begins


@dataclass
class Tally:
    """What a mail server has taken so far."""

    path: Path
    by_reader: Counter[str] = field(default_factory=Counter)
    by_letter: Counter[str] = field(default_factory=Counter)
    _read: int = 0
    _rest: bytes = b""

    @property
    def taken(self) -> int:
        """Letters."""
        return self.by_letter.total()

    @property
    def doubles(self) -> int:
        """Letters that a reader, or a Message-ID, was taken with more than once."""
        return max(
            sum(number - 1 for number in counted.values())
            for counted in (self.by_reader or {"": 1}, self.by_letter or {"": 1})
        )

    def missing(self, readers: int) -> int:
        """How many of so many readers got none."""
        return readers - len(self.by_reader)

    def look(self) -> int:
        """Read what was noted since; how many letters there are by now."""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self._read)
                found = file.read()
            self._read += len(found)
            *lines, self._rest = (self._rest + found).split(b"\n")
            for line in lines:
                letter, _, reader = line.decode().partition(" ")
                if reader.startswith(READER):
                    self.by_letter[letter] += 1
                    self.by_reader[reader] += 1
        return self.taken
