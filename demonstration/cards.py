"""Who can be tried out in the demonstration, with one press."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """One person of the demonstration programme."""

    email: str
    role: str
    text: str


CARDS = (
    Card(
        "lead.ayr@example.org",
        "Project Lead, Ayr",
        "Has jots waiting and this month's report to write, check and submit.",
    ),
    Card(
        "lead.dunoon@example.org",
        "Project Lead, Dunoon",
        "Writes from a phone on the ferry: another town, with its own months.",
    ),
    Card(
        "link.alloa@example.org",
        "Community Link Lead, Alloa",
        "Reads the town's reports and adds to them, but does not submit.",
    ),
    Card(
        "team@example.org",
        "Programme Team",
        "Sees who owes what in every town, reads, asks in the margin, runs the office.",
    ),
    Card(
        "steering.ayr@example.org",
        "Steering Group, Ayr",
        "Sees the group and its town, and nothing that is not published.",
    ),
    Card(
        "admin@example.org",
        "Administrator",
        "Keeps people, posts and calendars in order. Is not a reader of reports.",
    ),
)
