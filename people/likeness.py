"""Organisations by a name that may be misspelt, an earlier one, or an alias."""

import unicodedata
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import FloatField, Func, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Lower

from people.models import Organisation, OrganisationName
from people.names import tidy

LIKE = 0.45  # from 0, nothing in common, to 1: the words stand there as they are
LIKENESS = "likeness"  # what a statement adds to an organisation


class Unaccented(Func):
    """A text without its accents."""

    function = "unaccent"


def like(organisations: QuerySet[Organisation], name: str) -> QuerySet[Organisation]:
    """Those whose name, today's or another, resembles what was typed; the likest first.

    So do the names of what was merged into one of them.
    """
    wanted = folded(name)
    others = OrganisationName.objects.filter(organisation=OuterRef("pk")).values("organisation")
    absorbed = Organisation.objects.filter(merged_into=OuterRef("pk")).values("merged_into")
    likeness = Greatest(_likeness(wanted), *(_most(rows, wanted) for rows in (others, absorbed)))
    found = organisations.annotate(**{LIKENESS: likeness}).filter(**{f"{LIKENESS}__gte": LIKE})
    return found.order_by(f"-{LIKENESS}", Lower("name"), "pk")


def folded(name: str) -> str:
    """A name as it is compared: one kind of dash, small letters, no accents."""
    plain = unicodedata.normalize("NFKD", tidy(name).lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _most(rows: QuerySet[Any, Any], wanted: str) -> Coalesce:
    """The likeness of the likest of these rows; none if there are no rows."""
    most = rows.order_by().annotate(most=Max(_likeness(wanted))).values("most")
    return Coalesce(Subquery(most), Value(0.0), output_field=FloatField())


def _likeness(wanted: str) -> TrigramWordSimilarity:
    return TrigramWordSimilarity(wanted, Unaccented(Lower("name")))
