"""What must be true of the outbox at any moment: asked after every test, and by who watches."""

from datetime import datetime, timedelta

from django.db import connection

from outbox.kinds import kinds

LEFT_ALONE = timedelta(minutes=10)  # a lease this long over was never swept up

_OPEN = "('ready', 'leased', 'data_open')"
_TAKEN = "phase = 'dot' AND code BETWEEN 200 AND 299"
# What must not be, and how many there are.
_BROKEN = {
    "told by a letter that was not accepted": """
        FROM outbox_notice AS notice LEFT JOIN outbox_letter AS letter ON letter.id = letter_id
        WHERE notice.state = 'told' AND letter.state IS DISTINCT FROM 'accepted'""",
    "ended with a notice that is not": f"""
        FROM outbox_notice AS notice JOIN outbox_letter AS letter ON letter.id = letter_id
        WHERE notice.state = 'bundled' AND letter.state NOT IN {_OPEN}""",
    "accepted without having been opened": """
        FROM outbox_letter WHERE state = 'accepted' AND data_opened_at IS NULL""",
    "taken by the mail server, and not accepted": f"""
        FROM outbox_attempt JOIN outbox_letter AS letter ON letter.id = letter_id
        WHERE {_TAKEN} AND letter.state <> 'accepted'""",
    "taken by the mail server twice": f"""
        FROM (SELECT FROM outbox_attempt WHERE {_TAKEN} GROUP BY letter_id HAVING count(*) > 1)""",
    "held by a sender long gone": """
        FROM outbox_letter WHERE state = 'leased' AND lease_until < %(left_alone)s""",
    "ended with the words of a secret": f"""
        FROM outbox_letter AS letter WHERE letter.state NOT IN {_OPEN} AND text <> '' AND EXISTS (
            SELECT FROM outbox_notice WHERE letter_id = letter.id AND kind = ANY(%(secret)s))""",
}
_COUNTS = "SELECT " + ", ".join(f"(SELECT count(*) {what})" for what in _BROKEN.values())


def broken(*, at: datetime) -> list[str]:
    """Which of them do not hold, and how often; empty if all do. One statement."""
    secret = [kind.name for kind in kinds() if kind.secret]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"left_alone": at - LEFT_ALONE, "secret": secret})
        counts = cursor.fetchone()
    return [f"{count} {what}" for what, count in zip(_BROKEN, counts, strict=True) if count]
