"""The kinds of letter of this room."""

from outbox.kinds import Kind, Standing
from sessions.letters.calendars import tell
from sessions.letters.reminders import remind
from sessions.notices import CANCELLED, CHANGED, INVITED, SOON, TOMORROW

KINDS = (
    Kind(
        INVITED,
        "Session invitation",
        tell,
        routine=False,
        rank=15,
        rule="When a session to which a post of yours is invited gets its day and time.",
    ),
    Kind(
        CHANGED,
        "Session changed or moved",
        tell,
        routine=False,
        rank=14,
        rule="When something changes about a session to which you are invited, or it moves.",
    ),
    Kind(
        CANCELLED,
        "Session cancelled",
        tell,
        routine=False,
        rank=13,
        rule="When a session that is in your calendar is cancelled, or you are no longer invited.",
    ),
    Kind(
        TOMORROW,
        "Session on the next working day",
        remind,
        standing=Standing.REMINDER,
        routine=False,
        rank=18,
        rule="At nine on the working day before a session to which you are invited.",
    ),
    Kind(
        SOON,
        "Session soon",
        remind,
        standing=Standing.REMINDER,
        rank=35,
        rule="Five working days before a session to which you are invited.",
    ),
)
