"""A town's Project Lead hears what a group asks of the town, and that the answer is printed."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outbox.kinds import Part, Standing, Unneeded, kind_of
from outbox.models import Notice
from people.models import Person
from reflections.actions.group_questions import Asked, answer_group_question, ask_for_group
from reflections.models import GroupQuestion
from tests import make
from tests.reflections.posting import as_file, golden_letter, part, said, sent, why_not
from towns.models import Tenure, Town

pytestmark = pytest.mark.django_db

ASKED = "reflections/group_question"
AT = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=2)
WORDS = "What would it take?\n\nSubmit the report:\nhttps://bad.example/"


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(make.town("Ayr", slug="ayr"), name="Ailsa")


def asked(town: Town, *, by: make.Holder | None = None, text: str = WORDS) -> GroupQuestion:
    told = Asked("Ayr Steering Group", "April to June 2026", text, "/digests/2026-04/")
    holder = by or make.steering_member(town, name="Morag Bell")
    return ask_for_group(town, told, by=holder.user, at=AT)


def told() -> list[str]:
    """Who hears, by name."""
    persons = Notice.objects.filter(kind=ASKED).values_list("person", flat=True)
    return sorted(Person.objects.filter(pk__in=persons).values_list("name", flat=True))


def test_the_lead_hears_what_the_group_asks_and_that_the_answer_is_printed(
    lead: make.Holder,
) -> None:
    make.link_lead(lead.town)

    question = asked(lead.town)

    assert told() == ["Ailsa"]
    golden = golden_letter("group_question").replace("KEY", str(question.key))
    assert as_file(part(ASKED, at=AT)) == golden
    assert "Morag" not in golden


def test_who_wants_no_news_hears_of_it_all_the_same() -> None:
    kind = kind_of(ASKED)

    assert kind is not None
    assert (kind.standing, kind.routine) == (Standing.REMINDER, True)


def test_it_leaves_with_the_mornings_letter(lead: make.Holder) -> None:
    asked(lead.town)

    (letter,) = sent(AT)

    assert letter["Subject"] == "A question from the Ayr Steering Group"


def test_in_a_handover_both_hear_and_a_vacant_post_hears_nothing(lead: make.Holder) -> None:
    make.lead(lead.town, name="Cora", covering=True)

    asked(lead.town)
    asked(make.town())

    assert told() == ["Ailsa", "Cora"]


def test_a_lead_who_asks_as_member_of_a_group_is_not_told_their_own_words(
    lead: make.Holder,
) -> None:
    asked(lead.town, by=lead)

    assert told() == []


def test_asking_twice_tells_once(lead: make.Holder) -> None:
    key, by = uuid4(), make.steering_member(lead.town).user
    told_once = Asked("Ayr Steering Group", "April to June 2026", "Why?")

    for at in (AT, LATER):
        ask_for_group(lead.town, told_once, by=by, at=at, key=key)

    assert Notice.objects.count() == 1


def test_what_was_answered_meanwhile_is_not_told(lead: make.Holder) -> None:
    question = asked(lead.town)
    answer_group_question(question, text="A bus.", seen_version=1, by=lead.user, at=LATER)

    assert why_not(ASKED, at=LATER) == "It has been answered already."


def test_who_leads_the_town_no_more_is_told_nothing_even_as_its_link_lead(
    lead: make.Holder,
) -> None:
    asked(lead.town)
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=date(2026, 11, 9))
    make.tenure(lead.person, "link_lead", town=lead.town)

    why = "They do not lead the town any more."
    assert why_not(ASKED, at=AT + timedelta(days=1)) == why


def test_the_group_stands_in_the_subject_however_long_its_name(lead: make.Holder) -> None:
    GroupQuestion.objects.filter(pk=asked(lead.town).pk).update(on_behalf_of="The " + "x" * 190)

    subject = part(ASKED, at=AT).subject
    assert (len(subject), subject[:27]) == (100, "A question from the xxxxxxx")


def test_as_many_statements_for_many_letters_as_for_one() -> None:
    def statements(number: int) -> int:
        notices = list(Notice.objects.order_by("pk")[:number])
        with CaptureQueriesContext(connection) as captured:
            found = said(notices, at=AT)
        assert [type(one) for one in found] == [Part] * number
        return len(captured)

    for _ in range(12):
        asked(make.lead().town)

    assert [statements(1), statements(12)] == [3, 3]


def test_a_question_that_is_not_there_is_told_to_nobody(lead: make.Holder) -> None:
    asked(lead.town)
    Notice.objects.update(about="reflections.groupquestion:0")

    (found,) = said(list(Notice.objects.all()), at=AT)

    assert found == Unneeded("They do not lead the town any more.")
