"""Deletes for good what was thrown away, with every copy of its words."""

from collections import Counter
from datetime import datetime, timedelta

import pgtrigger
from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

import audit.actions
from reflections.models import Item, Jot
from towns.models import Town

KEPT = timedelta(days=30)


@transaction.atomic
def purge_jots(*, at: datetime) -> int:
    """Delete the jots that were thrown away more than thirty days ago; returns how many.

    Where one had been an item of a draft before, the item's history goes too: it was never handed
    over, and nothing of its words stays. That a jot was there, and when, is kept without them.
    One audit entry a town. For the timetable; safe to repeat.
    """
    thrown_away = Jot.objects.filter(status=Jot.Status.DISCARDED, changed_at__lte=at - KEPT)
    jots = list(thrown_away.select_for_update(skip_locked=True).only("key", "author_id", "town_id"))
    if not jots:
        return 0
    _forget_drafts(jots)
    Jot.objects.filter(pk__in=[jot.pk for jot in jots]).delete()
    numbers = Counter(jot.town_id for jot in jots)
    for town in Town.objects.filter(pk__in=numbers).order_by("pk"):
        facts = {"jots": numbers[town.pk]}
        audit.actions.record("jots.purged", about=town, by=None, at=at, facts=facts)
    return len(jots)


def _forget_drafts(jots: list[Jot]) -> None:
    """The history of items that are jots again, if they are no item of any report now."""
    history = apps.get_model("reflections", "ItemHistory")
    theirs = Q()
    for jot in jots:
        theirs |= Q(key=jot.key, author=jot.author_id)
    is_item = Exists(Item.objects.filter(key=OuterRef("key")))
    with pgtrigger.ignore("reflections.ItemHistory:append_only"):
        history.objects.filter(theirs).exclude(is_item).delete()
