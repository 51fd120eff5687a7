"""The kinds of letter of this room."""

from evidence.letters.consents import tell_end, tell_withdrawal
from evidence.notices import ENDING, WITHDRAWN
from outbox.kinds import Kind, Standing

KINDS = (
    Kind(
        WITHDRAWN,
        "Consent withdrawn",
        tell_withdrawal,
        rank=12,
        rule="When somebody takes back a consent to a quote of a town whose quotes you keep.",
    ),
    Kind(
        ENDING,
        "Consent ends soon",
        tell_end,
        standing=Standing.REMINDER,
        rank=45,
        rule="Thirty days before a consent to a quote of your town ends.",
    ),
)
