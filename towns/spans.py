"""Days from and to, both included, where the last may be open. Pure arithmetic."""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from a first to a last, both included; an open last day never comes."""

    first: date
    last: date | None

    @property
    def is_empty(self) -> bool:
        """It holds no day at all."""
        return self.last is not None and self.last < self.first

    def meets(self, other: "Span") -> bool:
        """Whether some day lies in both."""
        if self.is_empty or other.is_empty:
            return False
        return (other.last is None or self.first <= other.last) and (
            self.last is None or other.first <= self.last
        )

    def holds(self, other: "Span") -> bool:
        """Whether the other lies wholly within this one."""
        if self.last is None:
            return other.first >= self.first
        return other.first >= self.first and other.last is not None and other.last <= self.last


def after(handover_until: date | None, starts_on: date) -> date:
    """The first day of a tenure that is its alone: the day after the handover, if there was one."""
    return handover_until + DAY if handover_until else starts_on
