"""Who asks and who is asked hear of each other; sensitive words stay out of letters."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.kinds import Unneeded
from outbox.models import Notice
from people.models import Person
from reflections.actions.questions import ask, reply
from reflections.models import Item, Question
from tests import make
from tests.reflections.posting import as_file, golden_letter, part, said, why_not
from towns.models import Tenure

pytestmark = pytest.mark.django_db

ASKED, ANSWERED = "reflections/question_asked", "reflections/question_answered"
AT = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=2)
WORDS = "Which route?\n\nSubmit the report:\nhttps://bad.example/"


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(make.town("Ayr", slug="ayr"), name="Ailsa")


@pytest.fixture
def team() -> make.Holder:
    return make.team_member(name="Priya Nair")


@pytest.fixture
def item(lead: make.Holder) -> Item:
    report = make.submitted_report(about=lead.town, by=lead.user)
    return make.item(of=report, text="Nobody came\n\n- by bus\n" + "and so on " * 40)


def asked(item: Item, by: make.Holder, *, text: str = WORDS, on_behalf_of: str = "") -> Question:
    return ask(item, text=text, on_behalf_of=on_behalf_of, by=by.user, at=AT)


def told(kind: str) -> list[str]:
    """Who hears, by name."""
    persons = Notice.objects.filter(kind=kind).values_list("person", flat=True)
    return sorted(Person.objects.filter(pk__in=persons).values_list("name", flat=True))


def golden(name: str, question: Question) -> str:
    return golden_letter(name).replace("KEY", str(question.key))


def test_the_author_hears_what_is_asked(item: Item, team: make.Holder) -> None:
    question = asked(item, team, on_behalf_of="the Ayr Steering Group")

    assert told(ASKED) == ["Ailsa"]
    assert as_file(part(ASKED, at=AT)) == golden("question_asked", question)


def test_a_sensitive_item_is_not_quoted_nor_what_is_asked(item: Item, team: make.Holder) -> None:
    Item.objects.filter(pk=item.pk).update(sensitive=True, audience="team")
    item.readers.add(team.person)
    question = asked(item, team)

    assert as_file(part(ASKED, at=AT)) == golden("question_asked_sensitive", question)


def test_who_asked_hears_the_answer(item: Item, lead: make.Holder, team: make.Holder) -> None:
    question = asked(item, team)
    reply(question, text="The one along the shore.", by=lead.user, at=LATER)

    assert told(ANSWERED) == ["Priya Nair"]
    assert as_file(part(ANSWERED, at=LATER)) == golden("question_answered", question)
    assert why_not(ASKED, at=LATER) == "They have answered it already."


def test_an_answer_beside_a_sensitive_item_is_not_quoted(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    Item.objects.filter(pk=item.pk).update(sensitive=True, audience="team")
    item.readers.add(team.person)
    question = asked(item, team)
    reply(question, text="The one along the shore.", by=lead.user, at=LATER)

    assert as_file(part(ANSWERED, at=LATER)) == golden("question_answered_sensitive", question)


def test_who_asks_again_is_heard_by_the_author(item: Item, team: make.Holder) -> None:
    question = asked(item, team)
    reply(question, text="Or the other one?", by=team.user, at=LATER)

    assert told(ANSWERED) == ["Ailsa"]


def test_another_of_the_town_answers_and_both_sides_hear(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    cover = make.lead(lead.town, name="Cora", covering=True)
    question = asked(item, team)
    reply(question, text="The one along the shore.", by=cover.user, at=LATER)

    assert told(ANSWERED) == ["Ailsa", "Priya Nair"]


def test_after_the_author_left_the_project_lead_hears(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=date(2026, 11, 6))
    make.lead(lead.town, name="Bryce", since=date(2026, 11, 7))
    make.link_lead(lead.town, name="Cora")

    asked(item, team)

    assert told(ASKED) == ["Bryce"]
    assert part(ASKED, at=AT).reason == "you are Project Lead in Ayr"
    assert "It stands beside this challenge:" in part(ASKED, at=AT).text


def test_an_analyst_who_answers_what_is_asked_of_the_data_is_told_of_once(
    lead: make.Holder, item: Item
) -> None:
    Item.objects.filter(pk=item.pk).update(asks_data=True)

    asked(item, make.analyst(lead.town, name="Nuala"))

    assert list(Notice.objects.values_list("kind", flat=True)) == [ASKED]


def test_asking_and_answering_twice_tell_once(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    keys = uuid4(), uuid4()
    for _ in range(2):
        question = ask(item, text="Which?", key=keys[0], by=team.user, at=AT)
        reply(question, text="This.", key=keys[1], by=lead.user, at=LATER)

    assert sorted(Notice.objects.values_list("kind", flat=True)) == [ANSWERED, ASKED]


def test_who_has_spoken_since_is_not_told(item: Item, lead: make.Holder, team: make.Holder) -> None:
    question = asked(item, team)
    first = reply(question, text="This.", by=lead.user, at=LATER)
    reply(question, text="I see.", by=team.user, at=LATER + timedelta(minutes=5))

    (found,) = said([Notice.objects.get(occasion=f"turn {first.pk}")], at=LATER)
    assert found == Unneeded("They have spoken in the thread since.")


def test_who_may_not_read_it_any_more_is_told_nothing(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    question = asked(item, team)
    reply(question, text="This.", by=lead.user, at=LATER)
    Tenure.objects.update(ends_on=date(2026, 11, 9))
    tomorrow = AT + timedelta(days=1)

    assert [why_not(ASKED, at=tomorrow), why_not(ANSWERED, at=tomorrow)] == [
        "They may not read it any more.",
        "They may not read it any more.",
    ]


def test_long_words_are_cut(item: Item, team: make.Holder) -> None:
    asked(item, team, text="why " * 400)

    longest = max(part(ASKED, at=AT).text.split("\n"), key=len)
    assert (len(longest), longest[:6], longest[-1]) == (602, "> why ", "\N{HORIZONTAL ELLIPSIS}")


def test_as_many_statements_for_many_letters_as_for_one(team: make.Holder) -> None:
    def statements(kind: str, number: int) -> int:
        notices = list(Notice.objects.filter(kind=kind).order_by("pk")[:number])
        with CaptureQueriesContext(connection) as captured:
            found = said(notices, at=AT)
        assert len(found) == number
        return len(captured)

    for _ in range(12):
        lead = make.lead()
        report = make.submitted_report(about=lead.town, by=lead.user)
        reply(asked(make.item(of=report), team), text="This.", by=lead.user, at=LATER)

    assert [statements(ASKED, 1), statements(ASKED, 12)] == [5, 5]
    assert [statements(ANSWERED, 1), statements(ANSWERED, 12)] == [5, 5]
