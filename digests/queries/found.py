"""What is published of digests, as it is found by its words: never those of a quote."""

from datetime import date

from django.db.models import F, Func, QuerySet, TextField

from digests.models import Digest, Edition, EditionPart
from kit.search import with_words
from people.models import User


class PassageTexts(Func):
    """The texts of a part's passages, one after the other; quotes are left out."""

    template = """(
        SELECT string_agg(passage ->> 'text', ' ' ORDER BY place)
        FROM jsonb_array_elements(%(expressions)s -> 'passages')
            WITH ORDINALITY AS passages (passage, place)
        WHERE passage ->> 'sort' <> 'quote'
    )"""
    output_field = TextField()

    def __init__(self) -> None:
        super().__init__(F("content"))


def parts_to_find(user: User, *, on: date) -> QuerySet[EditionPart]:
    """The parts of the editions that are read now: neither drafts nor what was withdrawn."""
    read = Edition.objects.visible_to(user, on=on).current()
    read = read.filter(digest__state=Digest.State.PUBLISHED)
    return with_words(EditionPart.objects.filter(edition__in=read))
