"""Queries whose shape depends on who reads, written once for all readers of the same posts.

Django takes longer to write a wide query than PostgreSQL to answer it. What it looks like depends
on the reader's roles alone. Who it is, of which account, and where the posts are held are values,
handed in when it runs:

    mine = ForReader(lambda reader, on: Item.objects.visible_to(reader, on=on))
    mine(request.user, on=today)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, Model, QuerySet

from kit.prepared import Prepared, slot
from people.models import User
from towns.access import remember, remembered
from towns.models import Tenure

KEPT = 64  # shapes of one query in a process

type Held = tuple[tuple[str, bool, bool], ...]  # a role, whether in a town, whether in a group


@dataclass(frozen=True, slots=True)
class Posts:
    """What somebody holds: the shape of it, and its values by their slots."""

    held: Held
    values: Mapping[str, int | None]


def posts_in_shape(user: User, *, on: date) -> Posts:
    """The posts of a reader, as far as anything that is read depends on them."""
    known = remembered(user, on=on)
    if known is None:
        known = tuple(Tenure.objects.held_by(user, on=on))
    places = {(str(one.role), one.town_id, one.group_id) for one in known}
    rows = sorted(places, key=lambda row: (row[0], row[1] or 0, row[2] or 0))
    values: dict[str, int | None] = {"person": user.person_id, "account": user.pk}
    for number, (_role, town, group) in enumerate(rows):
        values |= {f"held_town_{number}": town, f"held_group_{number}": group}
    return Posts(
        tuple((role, town is not None, group is not None) for role, town, group in rows), values
    )


def reader_of(held: Held, *, on: date) -> User:
    """Any reader of such posts: what is theirs alone are slots.

    Whatever else is asked of the account, or of a post, fails: it would be one reader's.
    """
    reader = _knowing(User, id=_number("account"), person_id=_number("person"))
    posts = [
        _knowing(
            Tenure,
            role=role,
            town_id=_number(f"held_town_{number}") if has_town else None,
            group_id=_number(f"held_group_{number}") if has_group else None,
        )
        for number, (role, has_town, has_group) in enumerate(held)
    ]
    remember(reader, posts, on=on)
    return reader


class ForReader[Row]:
    """A query of one shape for all readers of the same posts; `build` makes it, with slots.

    Called with a reader and a value for every slot it returns the rows.
    """

    def __init__(self, build: Callable[[User, date], QuerySet[Any, Row]]) -> None:
        self._written = lru_cache(maxsize=KEPT)(
            lambda held, on: Prepared(lambda: build(reader_of(held, on=on), on))
        )

    def __call__(self, user: User, *, on: date, **values: object) -> list[Row]:
        posts = posts_in_shape(user, on=on)
        rows: list[Row] = self._written(posts.held, on)(**posts.values, **values)
        return rows


def _knowing[M: Model](model: type[M], **values: object) -> M:
    """A row of which these columns are known, and no others: the rest would be asked for."""
    columns = model._meta.concrete_fields  # noqa: SLF001 -- Django's own name
    names = [column.attname for column in columns if column.attname in values]
    return model.from_db(DEFAULT_DB_ALIAS, names, [values[name] for name in names])


def _number(name: str) -> Any:  # noqa: ANN401 -- stands where a number stands
    return slot(name, BigIntegerField())
