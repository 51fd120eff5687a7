"""Gathers the words of the programme, by which the learning library puts a misspelt one right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from digests.models import Digest, Edition, EditionPart
from digests.queries.found import PassageTexts
from kit.search import words_in
from people.models import Organisation, OrganisationName
from reflections import guard
from sessions.models import CohortSession
from towns.access import Thing
from towns.actions.words import keep_words, note_unfound
from towns.models import Outcome, Town

State = CohortSession.State
A_NAME = 2  # words with capitals


def gather_words() -> int:
    """Let the word lists be what stands now in what all their readers may read.

    Returns how many words are new. For the timetable; safe to repeat. Items feed none of them.
    """
    return sum(
        keep_words(thing, {word for text in texts() for word in words_in(text)})
        for thing, texts in _TEXTS.items()
    )


def _of_the_programme() -> Iterator[str]:
    yield from Outcome.objects.values_list("name", flat=True)
    yield from Outcome.objects.values_list("theme", flat=True)
    yield from Town.objects.values_list("name", flat=True).iterator()


def _published() -> Iterator[str]:
    """What readers of digests read now."""
    editions = Edition.objects.current().filter(digest__state=Digest.State.PUBLISHED)
    parts = EditionPart.objects.filter(edition__in=editions)
    texts = parts.annotate(texts=PassageTexts()).values_list("texts", flat=True)
    return (text for text in texts.iterator() if text)


def _of_sessions() -> Iterable[str]:
    """The topics of sessions of the whole cohort; a group's own are nobody else's."""
    rows = CohortSession.objects.filter(group=None).exclude(state__in=[State.IDEA, State.CANCELLED])
    return rows.values_list("title", flat=True).iterator()


def _of_partners() -> Iterator[str]:
    yield from Organisation.objects.values_list("name", flat=True).iterator()
    yield from OrganisationName.objects.values_list("name", flat=True).iterator()


_TEXTS: Mapping[Thing, Callable[[], Iterable[str]]] = MappingProxyType(
    {
        Thing.TOWNS: _of_the_programme,
        Thing.DIGESTS: _published,
        Thing.SESSIONS: _of_sessions,
        Thing.ORGANISATIONS: _of_partners,
    }
)


def note_search(words: str, *, on: date) -> bool:
    """Count that words were looked for in vain, unless they might tell of a person.

    Two capitals may be somebody's name: nobody needs them to look for anything else.
    """
    capitals = sum(word[0].isupper() for word in words.split())
    return capitals < A_NAME and not guard.find(words) and note_unfound(words, on=on)
