"""An edition as a whole, as it is taken away, and what stands around it there."""

from datetime import date

from digests.content import ACROSS, Content
from digests.models import Correction, Digest, Edition
from digests.paper import Corrected, Facts
from digests.queries.reading import content_of, corrections_of
from kit.dates import day_of, in_full
from kit.links import link_to


def whole_of(edition: Edition, *, on: date) -> Content:
    """All that an edition says to a reader that day: two statements."""
    return content_of(edition, edition.parts.order_by("position"), on=on)


def facts_of(digest: Digest, edition: Edition) -> Facts:
    """What stands around an edition on paper: one statement."""
    rows = corrections_of(digest).filter(edition__number__lte=edition.number)
    amended = list(rows.select_related("town").order_by("at", "pk"))
    return Facts(
        version=edition.number,
        published_on=day_of(digest.published_at or edition.frozen_at),
        address=link_to(digest.get_absolute_url()),
        checksum=edition.checksum,
        corrections=tuple(
            Corrected(in_full(day_of(one.at)), str(one.town or ACROSS), one.reason)
            for one in amended
            if one.sort == Correction.Sort.CORRECTED
        ),
        redacted=tuple(
            f"{one.town or ACROSS}, {in_full(day_of(one.at))}: {one.reason}"
            for one in amended
            if one.sort == Correction.Sort.REDACTED
        ),
    )
