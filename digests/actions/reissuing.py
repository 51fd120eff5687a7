"""Another edition of what is published, in which some parts read otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from digests.actions.freezing import finish, part_row
from digests.content import Part
from digests.models import Edition, EditionPart
from people.models import User


def another_edition(
    old: Edition, changed: Mapping[EditionPart, Part], *, by: User | None, at: datetime
) -> Edition:
    """The next edition of a digest: the old one's parts, but for some. The old one is replaced."""
    old.replaced_at = at
    old.save()
    new = Edition.objects.create(
        digest=old.digest, number=old.number + 1, head={}, frozen_at=at, frozen_by=by
    )
    _copy_parts(old, new, but=[row.position for row in changed])
    for row, part in changed.items():
        part_row(new, row.position, row.town_id, part).save(force_insert=True)
    finish(new, old.head)
    new.published_at = at
    new.save()
    return new


def _copy_parts(old: Edition, new: Edition, *, but: Sequence[int]) -> None:
    """Within the database: an edition of many towns is more than a worker should hold."""
    columns = "position, town_id, content, checksum, words_brief, words_page, words_full"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO digests_editionpart (edition_id, {columns}, redacted_at) "  # noqa: S608 -- names of columns alone
            f"SELECT %s, {columns}, redacted_at FROM digests_editionpart "
            "WHERE edition_id = %s AND position <> ALL(%s)",
            [new.pk, old.pk, list(but)],
        )
