"""The letter to a town's Project Lead about what a group asks of the town."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kit.dates import day_of
from kit.links import link_to
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Notice
from outbox.promises import number_in
from people.models import User
from reflections.letters.wording import headline, quotation, text_of
from reflections.models import GroupQuestion
from reflections.policies import may_answer_for_town
from reflections.queries.addresses import address_of
from reflections.queries.group_questions import title_of
from reflections.queries.readers import readers_of
from towns.models import Town

ANSWERED = Unneeded("It has been answered already.")
NOT_LEADING = Unneeded("They do not lead the town any more.")


def tell_group_questions(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice of a group's question says: three statements."""
    on = day_of(at)
    readers = readers_of({notice.person or 0 for notice in notices}, on=on)
    found = GroupQuestion.objects.select_related("town").in_bulk(
        {number_in(notice.about) for notice in notices}
    )
    said: dict[int, Said] = {}
    for notice in notices:
        reader = readers.get(notice.person or 0)
        question = found.get(number_in(notice.about))
        if question is None or not _leads(reader, question.town, on=on):
            said[notice.pk] = NOT_LEADING
        else:
            said[notice.pk] = _question(question) if question.answered_at is None else ANSWERED
    return said


def _leads(reader: User | None, town: Town, *, on: date) -> bool:
    """Not who only reads the question, as link lead or of the team; nor who has no account."""
    return reader is not None and may_answer_for_town(reader, town, on=on)


def _question(question: GroupQuestion) -> Part:
    text = text_of(
        "group_question",
        asker=question.who_asks,
        town=question.town.name,
        about=question.about,
        words=quotation(question.text),
        url=link_to(address_of("group_question", question.key)),
    )
    reason = f"you are Project Lead in {question.town.name}"
    return Part(headline(title_of(question.on_behalf_of)), text, reason)
