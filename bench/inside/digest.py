"""A letter to measure with: as long as a quarter's digest, different for each reader."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from outbox.kinds import Kind, Lane, Part, Said, Standing
from outbox.models import Notice
from people.models import Person

PARAGRAPHS = 12
SENTENCE = (
    "Three towns have met their local planning teams for the first time, and two of them have "
    "changed a plan because of what residents said about the way to the health centre. "
)


def digest(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """One statement for a batch, as a real kind would ask at least."""
    persons = Person.objects.in_bulk([notice.person or 0 for notice in notices])
    return {notice.pk: _part(persons[notice.person or 0].name, at=at) for notice in notices}


def _part(name: str, *, at: datetime) -> Part:
    paragraphs = "\n\n".join(f"{number}. {name}: {SENTENCE}" for number in range(PARAGRAPHS))
    text = f"{paragraphs}\n\nRead it in full:\nhttp://127.0.0.1/digests/{at:%Y-%m}/"
    return Part("All Project Towns: the quarter in brief", text, "you are on a Steering Group")


DIGEST = Kind("bench/digest", "Digest", digest, standing=Standing.NEWS, lane=Lane.BULK)
