"""Words put right, and what was looked for in vain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import CharField, Max, QuerySet, Sum, Value

from kit.search import words_in
from people.models import User
from towns.models import Unfound, Word

LIKE = 0.35  # from 0, nothing in common, to 1: the same word
MOST_WORDS = 6  # that are put right at once
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class InVain:
    """Words that stood nowhere: how often they were looked for, and when last."""

    words: str
    times: int
    last: date


def put_right(words: str, user: User, *, on: date) -> str:
    """The same words with each that is not one of the programme's like the likest of those.

    Empty if nothing is to be put right. Only words that this person may read anywhere: one
    statement.
    """
    typed = list(dict.fromkeys(words_in(words)))[:MOST_WORDS]
    asked = [_likest(word, user, on=on) for word in typed]
    if not asked:
        return ""
    first, *others = asked
    known = dict(first.union(*others, all=True)) if others else dict(first)
    right = " ".join(known.get(word, word) for word in words_in(words))
    return right if any(known.get(word, word) != word for word in typed) else ""


def _likest(word: str, user: User, *, on: date) -> QuerySet[Word, tuple[str, str]]:
    """A word as it was typed, and the word that resembles it most."""
    likeness = TrigramSimilarity("word", word)
    found = Word.objects.visible_to(user, on=on).filter(word__trigram_similar=word)
    likest = found.alias(likeness=likeness).filter(likeness__gte=LIKE)
    return likest.order_by("-likeness", "word").values_list(
        Value(word, output_field=CharField()), "word"
    )[:1]


def in_vain(user: User, *, on: date) -> Sequence[InVain]:
    """What was looked for most often of late and stood nowhere: one statement."""
    rows = (
        Unfound.objects.visible_to(user, on=on)
        .values_list("words")
        .annotate(times=Sum("times"), last=Max("on"))
        .order_by("-times", "-last", "words")[:A_PAGE]
    )
    return [InVain(words, times, last) for words, times, last in rows]
