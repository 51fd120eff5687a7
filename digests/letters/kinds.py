"""The kinds of letter of this room."""

from digests.letters.checks import ask_to_check, tell_remark
from digests.letters.editions import tell_correction, tell_edition, tell_withdrawal
from digests.notices import CORRECTED, EDITION, REMARKED, TO_CHECK, WITHDRAWN
from outbox.kinds import Kind, Lane, Standing

KINDS = (
    Kind(
        TO_CHECK,
        "Section of the digest to check",
        ask_to_check,
        standing=Standing.REMINDER,
        rank=35,
        rule="Once a quarter, when the digest's section on your town is to be checked.",
    ),
    Kind(
        REMARKED,
        "Section of the digest not right",
        tell_remark,
        rank=36,
        rule="When a Project Lead says that the digest's section on their town is not right.",
    ),
    Kind(
        EDITION,
        "Digest",
        tell_edition,
        standing=Standing.NEWS,
        lane=Lane.BULK,
        routine=False,
        rank=58,
        rule="Once a quarter, when the digest of all Project Towns is published.",
    ),
    Kind(
        CORRECTED,
        "Digest corrected",
        tell_correction,
        standing=Standing.NEWS,
        lane=Lane.BULK,
        routine=False,
        rank=57,
        rule="When a digest is corrected that you said you had read.",
    ),
    Kind(
        WITHDRAWN,
        "Digest withdrawn",
        tell_withdrawal,
        lane=Lane.BULK,
        routine=False,
        rank=56,
        rule="When a digest is withdrawn that you got or read; no more is to be done with it.",
    ),
)
