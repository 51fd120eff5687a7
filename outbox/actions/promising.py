"""Promises: what must be told to whom, written in the transaction of the deed that makes it due.

Whoever promises has asked its own policy; the outbox asks nobody's permission.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, models, transaction

from kit.links import own_host
from outbox.footers import footer_of
from outbox.kinds import Kind, Lane, kind_of
from outbox.models import Letter, Notice
from outbox.nudging import nudge
from outbox.promises import Promise, key_of

AT_ONCE = 1000  # rows of one statement


def promise(
    kind: str,
    *,
    to: int,
    about: models.Model | str,
    occasion: str,
    at: datetime,
    not_before: datetime | None = None,
    useful_until: datetime | None = None,
    facts: Mapping[str, str | int | bool | None] | None = None,
) -> bool:
    """Promise the person numbered `to` one notice. Repeating it changes nothing.

    Says whether it is new.
    """
    named = about if isinstance(about, str) else key_of(about)
    one = Promise(kind, to, named, occasion, not_before, useful_until, facts or {})
    return promise_all([one], at=at) == 1


@transaction.atomic
def promise_all(promises: Sequence[Promise], *, at: datetime, hold: bool = False) -> int:
    """Promise many notices at once; those promised before are left as they are.

    Each gets its letter when the next delivery begins. With `hold` they wait for a person to
    release them. Returns how many are new.
    """
    new = 0
    for start in range(0, len(promises), AT_ONCE):
        new += _promise(promises[start : start + AT_ONCE], at=at, hold=hold)
    return new


def promise_in_one_statement(promises: Sequence[Promise], *, at: datetime) -> None:
    """Promise the few routine notices of a deed by one insert, within its transaction.

    Those promised before are left as they are.
    """
    made = [_notice(one, at=at, state=Notice.State.WAITING) for one in sorted(promises, key=_key)]
    Notice.objects.bulk_create(made, ignore_conflicts=True)


def _promise(promises: Sequence[Promise], *, at: datetime, hold: bool) -> int:
    known = _known(promises)
    wanted = {key: one for one in promises if (key := _key(one)) not in known}
    state = Notice.State.HELD if hold else Notice.State.WAITING
    # In one order, lest two that promise the same at once wait for each other.
    made = [_notice(wanted[key], at=at, state=state) for key in sorted(wanted)]
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    if any(_kind(one.kind).lane == Lane.URGENT for one in wanted.values()):
        transaction.on_commit(nudge)
    return len(made)


def _key(one: Promise) -> tuple[str, int, str, str]:
    return one.kind, one.person, one.about, one.occasion


def _known(promises: Sequence[Promise]) -> set[tuple[str, int | None, str, str]]:
    """Those of the promises that stand already."""
    rows = Notice.objects.filter(
        kind__in={one.kind for one in promises},
        person__in={one.person for one in promises},
        about__in={one.about for one in promises},
    )
    return set(rows.values_list("kind", "person", "about", "occasion"))


def _notice(one: Promise, *, at: datetime, state: str) -> Notice:
    return Notice(
        kind=_kind(one.kind).name,
        person=one.person,
        about=one.about,
        occasion=one.occasion,
        facts=dict(one.facts),
        promised_at=at,
        not_before=max(one.not_before or at, at),
        useful_until=one.useful_until,
        state=state,
    )


@transaction.atomic
def write(
    kind: str,
    *,
    to: str,
    subject: str,
    text: str,
    about: models.Model | str,
    occasion: str = "",
    person: int | None = None,
    html: str = "",
    reasons: Sequence[str] = (),
    useful_until: datetime | None = None,
    at: datetime,
) -> Letter | None:
    """Promise a letter whose words are known now, to one address: a code, an invitation.

    It leaves alone, as soon as the transaction has ended. `reasons` end the sentence "You get this
    because …" of its footer; without them it has none. An empty `occasion` makes it one of its own.
    Returns none if the same was promised before.
    """
    found = _kind(kind)
    letter = blank_letter(person=person, lane=found.lane, at=at, useful_until=useful_until)
    letter.is_composed = False
    letter.to, letter.subject, letter.text = to, subject, text
    letter.html = html
    if reasons:
        letter.footer = footer_of(
            letter.key, reasons=reasons, person=person, standing=found.standing
        )
    notice = Notice(
        kind=kind,
        person=person,
        about=about if isinstance(about, str) else key_of(about),
        occasion=occasion or uuid.uuid4().hex,
        to=to,
        promised_at=at,
        not_before=at,
        useful_until=useful_until,
        state=Notice.State.BUNDLED,
        letter=letter,
    )
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
            notice.save(force_insert=True)
    except IntegrityError as fault:
        if "told_once" not in str(fault):
            raise
        return None
    if found.lane == Lane.URGENT:
        transaction.on_commit(nudge)
    return letter


def blank_letter(
    *,
    person: int | None,
    lane: Lane,
    at: datetime,
    useful_until: datetime | None = None,
) -> Letter:
    """A letter without words yet, with the Message-ID that it keeps for life. Not stored."""
    key = uuid.uuid4()
    return Letter(
        key=key,
        message_id=f"<{key}@{own_host()}>",
        person=person,
        lane=lane,
        promised_at=at,
        not_before=at,
        useful_until=useful_until,
    )


def _kind(name: str) -> Kind:
    found = kind_of(name)
    if found is None:
        raise ValueError(f"No kind of letter is called {name}.")
    return found
