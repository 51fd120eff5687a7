"""Organisations by a name that may be misspelt, an earlier one, or an alias."""

import unicodedata
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F, FloatField, Func, JSONField, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Lower

from people.models import Organisation, OrganisationName
from people.names import tidy

LIKE = 0.45  # from 0, nothing in common, to 1: the words stand there as they are
LIKENESS = "likeness"  # what a statement adds to an organisation


class Unaccented(Func):
    """A text without its accents."""

    function = "unaccent"


class _Likest(Subquery):
    """Of rows that name an organisation and a likeness, the most for each: number → likeness.

    One object for the whole statement.
    """

    output_field = JSONField()
    template = """(
        WITH alike (id, likeness) AS (%(subquery)s),
        likest AS (SELECT id, MAX(likeness) AS likeness FROM alike GROUP BY id)
        SELECT jsonb_object_agg(id, likeness) FROM likest
    )"""


def like(
    organisations: QuerySet[Organisation],
    name: str,
    *,
    register: QuerySet[Organisation],
    most: int,
) -> list[Organisation]:
    """The likest of those whose name, today's or another, resembles what was typed.

    So do the names of all that was merged into one of them, by however many steps. By names of rows
    outside `register`, which a reader may not know, nothing is found. One statement, in which every
    name is compared once.
    """
    wanted = folded(name)
    known = OrganisationName.objects.filter(organisation__in=register.values("pk"))
    alike = _alike(register, "today__living", wanted).union(
        _alike(known, "organisation__today__living", wanted)
    )
    likeness = Func(
        _Likest(alike),
        Cast("pk", TextField()),
        template="((%(expressions)s)::float)",
        arg_joiner=" ->> ",
        output_field=FloatField(),
    )
    ordered = organisations.annotate(**{LIKENESS: likeness}).order_by(
        F(LIKENESS).desc(nulls_last=True), Lower("name"), "pk"
    )
    return [one for one in ordered[:most] if vars(one)[LIKENESS] is not None]


def likely(name: str, *, most: int) -> list[Organisation]:
    """Of the whole register those which somebody may mean, with what they are part of."""
    register = Organisation.objects.all()
    living = register.filter(merged_into=None).select_related("parent")
    return like(living, name, register=register, most=most)


def folded(name: str) -> str:
    """A name as it is compared: one kind of dash, small letters, no accents."""
    plain = unicodedata.normalize("NFKD", tidy(name).lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _alike(rows: QuerySet[Any, Any], living: str, wanted: str) -> QuerySet[Any, Any]:
    """What stands for the organisation today, and the likeness, where a name is like enough."""
    likeness = TrigramWordSimilarity(wanted, Unaccented(Lower("name")))
    each = rows.order_by().annotate(**{LIKENESS: likeness})
    found: QuerySet[Any, Any] = each.filter(**{f"{LIKENESS}__gte": LIKE})
    alike: QuerySet[Any, Any] = found.values_list(living, LIKENESS)
    return alike
