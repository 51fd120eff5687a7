"""What an author says to the guard's questions."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

import audit.actions
from kit.errors import DomainError
from people.models import User
from reflections.actions.writing import locked_for_writing
from reflections.entries import NARROW
from reflections.models import Audience, GuardAnswer, Item, Report
from reflections.queries.items import by_key

REMOVED = "removed"  # no answer to store: the text itself says so


class StillInTheText(DomainError):
    """Somebody says that they took a fragment out, and it still stands there."""

    def __init__(self, key: UUID, fragment: str) -> None:
        super().__init__(f"“{fragment}” is still in the text.")
        self.key = key


@transaction.atomic
def answer_finding(
    report: Report, key: UUID, *, rule: str, digest: str, answer: str, by: User, at: datetime
) -> None:
    """Say of one fragment that it is no resident, or that it stays with the Programme Team.

    With the second, an item that was to go further goes to the team only. The text stays as it is.
    Answering what is not asked (any more) changes nothing; a later answer replaces the earlier one.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
        AlreadySubmitted: the report was handed over meanwhile.
        StillInTheText: the answer is that it was taken out, and it was not.
    """
    report = locked_for_writing(report, by=by, at=at)
    found = by_key(Item.objects.standing().filter(report=report, key=key)).get(key)
    if found is None or not found.is_read_by(by):
        return
    asked = [one for one in found.findings if (one.rule, one.digest) == (rule, digest)]
    if not asked:
        return
    if answer == REMOVED:
        raise StillInTheText(key, asked[0].fragment)
    GuardAnswer.objects.update_or_create(
        item=found.item,
        rule=rule,
        fragment_digest=digest,
        defaults={"answer": answer, "answered_by": by, "answered_at": at},
    )
    found.answers = {**found.answers, (rule, digest): answer}
    item = found.item
    item.open_findings = len(found.findings)
    fields = ["open_findings", "changed_at"]
    if answer == GuardAnswer.Answer.TEAM_ONLY and item.audience not in NARROW:
        item.audience = Audience.TEAM
        item.version += 1
        item.changed_by = by
        fields += ["audience", "version", "changed_by"]
    item.save(update_fields=fields)
    facts = {"rule": rule, "answer": answer}
    audit.actions.record("guard.answered", about=item, by=by, at=at, facts=facts)
