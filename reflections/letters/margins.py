"""The letters about margins: a question beside one's item, a turn in a thread one is part of.

Sensitive items are never quoted, and neither is what is said beside them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from kit.dates import day_of, month_name
from kit.links import link_to
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Notice
from outbox.promises import number_in
from reflections.letters.wording import (
    NOT_THEIRS,
    excerpt,
    headline,
    quotation,
    report_of,
    text_of,
    wrote_in,
)
from reflections.models import Item, Question, Reply
from reflections.queries.addresses import address_of
from reflections.queries.heard import last_words, questions_seen, turns_seen
from reflections.queries.readers import readers_of

ANSWERED = Unneeded("They have answered it already.")
SPOKEN = Unneeded("They have spoken in the thread since.")


def tell_questions(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice of a question in the margin says: five statements."""
    on = day_of(at)
    places = {notice.pk: (notice.person or 0, number_in(notice.about)) for notice in notices}
    readers = readers_of({person for person, _ in places.values()}, on=on)
    found = questions_seen(readers, places.values(), on=on)
    spoken = last_words(readers, (question for _, question in found))
    said: dict[int, Said] = {}
    for number, place in places.items():
        if place not in found:
            said[number] = NOT_THEIRS
        else:
            said[number] = ANSWERED if place in spoken else _question(found[place], place[0])
    return said


def tell_answers(notices: Sequence[Notice], *, at: datetime) -> Mapping[int, Said]:
    """What each notice of a turn in a thread says: five statements."""
    on = day_of(at)
    places = {notice.pk: (notice.person or 0, int(notice.facts["turn"])) for notice in notices}
    readers = readers_of({person for person, _ in places.values()}, on=on)
    found = turns_seen(readers, places.values(), on=on)
    spoken = last_words(readers, (turn.question_id for turn in found.values()))
    said: dict[int, Said] = {}
    for number, place in places.items():
        turn = found.get(place)
        if turn is None:
            said[number] = NOT_THEIRS
        else:
            last = spoken.get((place[0], turn.question_id))
            said[number] = SPOKEN if last and last > turn.at else _turn(turn, place[0])
    return said


def _question(question: Question, reader: int) -> Part:
    item, report = question.item, question.item.report
    who = question.asked_by.person.name
    text = text_of(
        "question_asked",
        who=who,
        on_behalf_of=question.on_behalf_of,
        words="" if item.sensitive else quotation(question.text),
        **_about(item, reader),
        url=link_to(address_of("question", question.key)),
    )
    subject = f"{who} asks about {report_of(report.town, report.month)}"
    return Part(headline(subject), text, _reason(question, reader))


def _turn(turn: Reply, reader: int) -> Part:
    question, item = turn.question, turn.question.item
    report = item.report
    text = text_of(
        "question_answered",
        who=turn.by.person.name,
        words="" if item.sensitive else quotation(turn.text),
        question="" if item.sensitive else excerpt(question.text),
        **_about(item, reader),
        url=link_to(address_of("question", question.key)),
    )
    subject = f"{turn.by.person.name} answers in {report_of(report.town, report.month)}"
    return Part(headline(subject), text, _reason(question, reader))


def _about(item: Item, reader: int) -> dict[str, object]:
    """Which item it is, for somebody who sees it."""
    return {
        "town": item.report.town.name,
        "month": month_name(item.report.month),
        "kind": item.get_kind_display().lower(),
        "is_own": item.author_id == reader,
        "is_sensitive": item.sensitive,
        "item": "" if item.sensitive else excerpt(item.text),
    }


def _reason(question: Question, reader: int) -> str:
    report = question.item.report
    if question.item.author_id == reader:
        return wrote_in(report)
    if question.asked_by.person_id == reader:
        return f"you asked in the margin of {report_of(report.town, report.month)}"
    return f"you are Project Lead in {report.town.name}"
