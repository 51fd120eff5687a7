"""A town's lead says whether a tie of which nothing was heard for long is still one."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone

import audit.actions
from partners.actions.ties import Seen, observe
from partners.models import TieObservation
from people.models import Organisation, User
from reflections.actions.writing import locked_for_writing
from reflections.models import Report
from reflections.queries.fading import fading_in, with_heard

ANSWERS = (TieObservation.Source.STILL, TieObservation.Source.OVER)


@transaction.atomic
def answer_fading(report: Report, slug: str, answer: str, *, by: User, at: datetime) -> None:
    """Keep "still in touch" or "not any more" of a tie that the report asks after.

    The last answer of a day counts. What the report does not ask after changes nothing.

    Raises:
        PermissionDenied: `by` is not the town's Project Lead then.
        AlreadySubmitted: the report was handed over meanwhile.
    """
    report = locked_for_writing(report, by=by, at=at)
    today = timezone.localdate(at)
    rows = Report.objects.select_related("town__programme").filter(pk=report.pk)
    asked = {one.slug for one in fading_in(with_heard(rows, by, on=today).get(), on=today)}
    if answer not in ANSWERS or slug not in asked:
        return
    organisation = Organisation.objects.get(slug=slug, merged_into=None)
    key = uuid5(NAMESPACE_URL, f"{report.town_id}/{organisation.pk}/{today}")
    observe(report.town, answer, [Seen(key, organisation.pk, today)], by=by, at=at)
    audit.actions.record(f"tie.{answer}", about=organisation, by=by, at=at)
