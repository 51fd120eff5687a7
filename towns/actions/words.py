"""Keeps the words of the programme, and what was looked for in vain."""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from kit.text import settled_line
from towns.access import Thing
from towns.models import Unfound, Word
from towns.models.words import UNFOUND_LIMIT, WORD_LIMIT

SHORTEST = 4  # letters of a word that is suggested
MOST_WORDS = 6  # of what is kept as looked for in vain
KEPT = timedelta(days=180)
_PERSONAL = re.compile(r"[0-9@]")
_ADD = """
INSERT INTO towns_unfound (words, "on", times) VALUES (%s, %s, 1)
ON CONFLICT ("on", words) DO UPDATE SET times = towns_unfound.times + 1
"""


@transaction.atomic
def keep_words(thing: Thing, words: Collection[str]) -> int:
    """Let these be the words of a kind of thing, and no others; returns how many are new.

    Short ones and very long ones are left out. For the timetable; safe to repeat.
    """
    wanted = {word for word in words if SHORTEST <= len(word) <= WORD_LIMIT}
    there = set(Word.objects.filter(thing=thing).values_list("word", flat=True))
    Word.objects.filter(thing=thing, word__in=there - wanted).delete()
    new = [Word(thing=thing, word=word) for word in sorted(wanted - there)]
    Word.objects.bulk_create(new, ignore_conflicts=True, batch_size=2_000)
    return len(new)


def note_unfound(words: str, *, on: date) -> bool:
    """Count once more that these words were looked for and stood nowhere; not by whom.

    What is long, or might tell of a person, is not kept: returns whether it was.
    """
    said = settled_line(words).casefold()
    if not said or len(said) > UNFOUND_LIMIT or len(said.split()) > MOST_WORDS:
        return False
    if _PERSONAL.search(said) or any(sign.isdigit() for sign in said):
        return False
    with connection.cursor() as cursor:
        cursor.execute(_ADD, (said, on))
    return True


def purge_unfound(*, at: datetime) -> int:
    """Delete what was looked for in vain half a year ago; returns how much.

    For the timetable; safe to repeat.
    """
    gone, _ = Unfound.objects.filter(on__lt=timezone.localdate(at) - KEPT).delete()
    return gone
