"""What leaves the portal: notices, the letters that tell them, and what holds letters back."""

from outbox.models.controls import Installation, Pause, Preference, Run, Suppression
from outbox.models.letters import Attempt, Letter
from outbox.models.notices import Notice
from outbox.models.reports import MailReport

__all__ = [
    "Attempt",
    "Installation",
    "Letter",
    "MailReport",
    "Notice",
    "Pause",
    "Preference",
    "Run",
    "Suppression",
]
