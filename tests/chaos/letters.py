"""Letters to readers who are numbers. One is wanted as long as the person it is about is there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from outbox.kinds import Kind, Lane, Part, Recipient, Said, Unneeded
from outbox.models import Notice
from outbox.promises import number_in
from people.models import Person

NOT_THERE = Unneeded("The person it is about has left.")


def address_of(person: int) -> str:
    return f"reader{person}@example.org"


def _tell(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:  # noqa: ARG001 -- as the outbox calls
    return {
        notice.pk: Part(
            f"Report {notice.occasion} of reader {notice.person} is due today",
            "Your report is due today. It takes a few minutes if you have kept jots.\n\n"
            "Write the report:\nhttps://portal.example.org/towns/ayr/reflections/2026-10/\n\n"
            "- Connections: who met whom, and what came of it.\n- Challenges.\n- Learning.",
            "you are Project Lead in Ayr",
        )
        for notice in notices
    }


def _tell_if_there(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    wanted = {number_in(notice.about) for notice in notices}
    there = set(Person.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    return {
        pk: said if number_in(about) in there else NOT_THERE
        for (pk, said), about in zip(
            _tell(notices, at=at).items(), (one.about for one in notices), strict=True
        )
    }


DUE = Kind("chaos/due", "Report due", _tell)
ALONE = Kind("chaos/alone", "Report asked for", _tell, routine=False)
DIGEST = Kind("chaos/digest", "Digest", _tell, lane=Lane.BULK, routine=False)
IF_THERE = Kind("chaos/if_there", "About a person", _tell_if_there, routine=False)
KINDS = (DUE, ALONE, DIGEST, IF_THERE)


def addresses(persons: Sequence[int]) -> Mapping[int, Recipient]:
    return {person: Recipient(f"Reader {person}", address_of(person)) for person in persons}


def hours(_persons: Sequence[int], _at: datetime) -> Mapping[int, datetime]:
    """At any hour."""
    return {}
