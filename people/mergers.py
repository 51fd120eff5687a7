"""Mergers and parts, followed to their ends within one statement, however many steps there are.

A merger is a pointer from one row of the register to another, and no other row is touched by it:
what is asked of an organisation is asked of all that were merged into it as well.
"""

from typing import Any

from django.db.models import QuerySet, Subquery

from people.models import Living, Organisation


def same_as(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisation and all that were merged into it."""
    return Organisation.objects.filter(today__living=organisation)


def living_of(numbers: QuerySet[Any, Any]) -> QuerySet[Living, int]:
    """The numbers of those that stand for these today."""
    return Living.objects.filter(organisation__in=numbers).values_list("living", flat=True)


class WithWholes(Subquery):
    """The numbers that a query finds, and of all that they are now, or of which they are a part."""

    template = """(
        WITH RECURSIVE found (id) AS (
            (%(subquery)s)
            UNION SELECT above.id
            FROM people_organisation AS passed JOIN found ON found.id = passed.id
            CROSS JOIN LATERAL (VALUES (passed.merged_into_id), (passed.parent_id)) AS above (id)
            WHERE above.id IS NOT NULL
        ) SELECT id FROM found
    )"""
