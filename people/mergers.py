"""Chains of mergers, followed to their ends within one statement, however many steps there are.

A merger is a pointer from one row of the register to another, and no other row is touched by it:
what is asked of an organisation is asked of all that were merged into it as well.
"""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from people.models import Organisation


class _Followed(Subquery):
    """The numbers that a query finds, and those to which each leads; a ring comes to its end."""

    step = ""
    template = "(WITH RECURSIVE found (id) AS ((%(subquery)s) UNION %(step)s) SELECT id FROM found)"

    def __init__(self, numbers: QuerySet[Any, Any]) -> None:
        super().__init__(numbers, step=self.step)


class WithSuccessors(_Followed):
    """These organisations, and those into which they were merged."""

    step = (
        "SELECT passed.merged_into_id FROM people_organisation AS passed "
        "JOIN found ON found.id = passed.id WHERE passed.merged_into_id IS NOT NULL"
    )


class WithWholes(_Followed):
    """These organisations, those into which they were merged, and all of which they are a part."""

    step = (
        "SELECT above.id FROM people_organisation AS passed JOIN found ON found.id = passed.id "
        "CROSS JOIN LATERAL (VALUES (passed.merged_into_id), (passed.parent_id)) AS above (id) "
        "WHERE above.id IS NOT NULL"
    )


class WithAbsorbed(_Followed):
    """These organisations, and those that were merged into them."""

    step = (
        "SELECT passed.id FROM people_organisation AS passed "
        "JOIN found ON found.id = passed.merged_into_id"
    )


def same_as(organisation: Organisation | OuterRef) -> QuerySet[Organisation]:
    """The organisation and all that were merged into it. Takes the number of an outer query too."""
    number = organisation.pk if isinstance(organisation, Organisation) else organisation
    itself = Organisation.objects.filter(pk=number).values("pk")
    return Organisation.objects.filter(pk__in=WithAbsorbed(itself))
