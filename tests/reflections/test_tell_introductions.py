"""Who is asked by another town hears of it, and so does who asked once it is answered."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.kinds import Part, Standing, kind_of
from outbox.models import Notice
from people.models import Person
from reflections.actions.introductions import Asking, answer_introduction, introduce
from reflections.models import Audience, Introduction, Item, Kind
from tests import make
from tests.reflections.posting import as_file, golden_letter, part, said, sent, why_not
from towns.models import Tenure

pytestmark = pytest.mark.django_db

ASKED, ANSWERED = "reflections/introduction", "reflections/introduction_answered"
AT = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(days=1)
WORDS = "How did you begin?\n\nSubmit the report:\nhttps://bad.example/"


@pytest.fixture
def asker() -> make.Holder:
    return make.lead(make.town("Dunoon", slug="dunoon"), name="Ruaridh")


@pytest.fixture
def author() -> make.Holder:
    return make.lead(make.town("Ayr", slug="ayr"), name="Isla Fraser")


@pytest.fixture
def item(author: make.Holder) -> Item:
    report = make.submitted_report(about=author.town, month=date(2026, 5, 1), by=author.user)
    return make.item(
        of=report, by=author.person, kind=Kind.LEARNING, audience=Audience.COHORT, text="Knock."
    )


@pytest.fixture
def introduction(asker: make.Holder, item: Item) -> Introduction:
    return introduce(item, Asking(WORDS), by=asker.user, at=AT)


def told(kind: str) -> list[str]:
    """Who hears, by name."""
    persons = Notice.objects.filter(kind=kind).values_list("person", flat=True)
    return sorted(Person.objects.filter(pk__in=persons).values_list("name", flat=True))


def left(holder: make.Holder) -> None:
    Tenure.objects.filter(pk=holder.tenure.pk).update(ends_on=AT.date())


def test_the_author_alone_hears_what_is_asked(
    author: make.Holder, introduction: Introduction
) -> None:
    make.link_lead(author.town)

    assert told(ASKED) == ["Isla Fraser"]
    golden = golden_letter("introduction").replace("KEY", str(introduction.key))
    assert as_file(part(ASKED, at=AT)) == golden


def test_who_asked_hears_the_answer(author: make.Holder, introduction: Introduction) -> None:
    answer_introduction(introduction, text="By knocking.", by=author.user, at=AT)

    assert told(ANSWERED) == ["Ruaridh"]
    golden = golden_letter("introduction_answered").replace("KEY", str(introduction.key))
    assert as_file(part(ANSWERED, at=AT)) == golden


def test_they_are_news_and_leave_by_themselves(introduction: Introduction) -> None:
    (letter,) = sent(AT)

    assert letter["Subject"] == "Ruaridh, Dunoon, asks about Ayr\u2019s May report"
    kinds = [kind_of(name) for name in (ASKED, ANSWERED)]
    assert [kind and kind.standing for kind in kinds] == [Standing.NEWS, Standing.NEWS]
    assert introduction.answered_at is None


def test_after_the_author_left_the_towns_leads_hear(
    asker: make.Holder, author: make.Holder, item: Item
) -> None:
    left(author)
    for name in ("Cora", "Dora"):
        make.lead(author.town, name=name, covering=True)

    introduce(item, Asking(WORDS), by=asker.user, at=LATER)

    assert told(ASKED) == ["Cora", "Dora"]
    parts = said(list(Notice.objects.filter(kind=ASKED)), at=LATER)
    assert {one.reason for one in parts if isinstance(one, Part)} == {"you are Project Lead in Ayr"}


def test_what_was_answered_meanwhile_is_not_told(
    author: make.Holder, introduction: Introduction
) -> None:
    answer_introduction(introduction, text="By knocking.", by=author.user, at=AT)

    assert why_not(ASKED, at=AT) == "It has been answered already."


@pytest.mark.usefixtures("introduction")
def test_who_left_before_the_letter_went_is_told_nothing(
    asker: make.Holder, author: make.Holder
) -> None:
    answer_introduction(Introduction.objects.get(), text="So.", by=author.user, at=AT)
    left(author)
    left(asker)

    why = "They may not read it any more."
    assert [why_not(kind, at=LATER) for kind in (ASKED, ANSWERED)] == [why, why]


@pytest.mark.usefixtures("introduction")
def test_an_item_that_the_reader_does_not_read_is_not_quoted(
    author: make.Holder, item: Item
) -> None:
    left(author)
    cover = make.lead(author.town, name="Cora", covering=True)
    Notice.objects.filter(kind=ASKED).update(person=cover.person.pk)
    assert "> Knock." in part(ASKED, at=LATER).text

    Item.objects.filter(pk=item.pk).update(sensitive=True, audience=Audience.TEAM)

    assert "Knock." not in part(ASKED, at=LATER).text


def test_many_letters_cost_as_many_statements_as_one(asker: make.Holder) -> None:
    def one() -> None:
        author = make.lead()
        learned = make.learning(by=author, months_ago=3, at=AT, audience=Audience.COHORT)
        introduction = introduce(learned, Asking(WORDS), by=asker.user, at=AT)
        Introduction.objects.filter(pk=introduction.pk).update(answered_at=None)

    def statements(kind: str) -> int:
        notices = list(Notice.objects.filter(kind=kind))
        with CaptureQueriesContext(connection) as seen:
            said(notices, at=AT)
        return len(seen)

    one()
    few = statements(ASKED)
    for _ in range(5):
        one()

    assert few == statements(ASKED) == 5
    for introduction in Introduction.objects.all():
        by = introduction.item.author.user
        answer_introduction(introduction, text="So.", by=by, at=AT)
    assert statements(ANSWERED) == 4
