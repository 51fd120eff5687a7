"""The guard finds what may tell who a resident is, asks, and leaves the rest alone."""

import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from reflections.actions.guard_answers import answer_finding
from reflections.actions.items import save_draft
from reflections.actions.writing import AlreadySubmitted
from reflections.entries import Content, EntryDraft
from reflections.guard import Rule, find, is_chi
from reflections.models import Audience, GuardAnswer, Item, Kind
from reflections.queries.items import by_key
from tests import make

AT = datetime(2026, 10, 20, 10, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "rule", "fragment"),
    [
        ("ring 01292 123456 after six", Rule.PHONE, "01292 123456"),
        ("ring 07700 900123.", Rule.PHONE, "07700 900123"),
        ("(0141) 496 0123", Rule.PHONE, "(0141) 496 0123"),
        ("or +44 7700 900123", Rule.PHONE, "+44 7700 900123"),
        ("lives in ka7 1aa", Rule.POSTCODE, "ka7 1aa"),
        ("G1 1AA", Rule.POSTCODE, "G1 1AA"),
        ("mail mairi.b@example.org", Rule.EMAIL, "mairi.b@example.org"),
        ("born 3/4/2019", Rule.BIRTH, "3/4/2019"),
        ("DOB: 12 March 2020", Rule.BIRTH, "12 March 2020"),
        ("since 12 March 1957", Rule.BIRTH, "12 March 1957"),
        ("CHI 0101011237", Rule.CHI, "0101011237"),
        ("CHI 010101 1237", Rule.CHI, "010101 1237"),
        ("at 14 Kirk Wynd", Rule.ADDRESS, "14 Kirk Wynd"),
        ("at 14 kirk wynd", Rule.ADDRESS, "14 kirk wynd"),
        ("Flat 2, 14 High Street", Rule.ADDRESS, "Flat 2, 14 High Street"),
        ("asked Mrs Reid", Rule.NAME, "Mrs Reid"),
        ("asked mr o'neill", Rule.NAME, "mr o'neill"),
        ("Dr MacLeod said", Rule.NAME, "Dr MacLeod"),
        ("two families in the close", Rule.SMALL, "two families in the close"),
        (
            "the only Syrian family in the street",
            Rule.SMALL,
            "the only Syrian family in the street",
        ),
    ],
)
def test_it_finds_what_tells_who_somebody_is(text: str, rule: Rule, fragment: str) -> None:
    assert [(found.rule, found.fragment) for found in find(text)] == [(rule, fragment)]


@pytest.mark.parametrize(
    "text",
    [
        "Met on 12/03/2026, and again on 6 November 2026.",
        "Over 40 people came, 60 recommendations, 2,400 households on the estate.",
        "6 weeks by road, 10 people on the high street, 20 mph in the town.",
        "I miss the bus. The master plan is the council's.",
        "Order 3101011238 is no health number; reference 123456789012.",
        "Version 2.1.0.1234567 of the profile.",
        "IN5 2ND is no postcode, nor is Place 2 Be.",
        "Local Development Plan 2, policy 14.",
        "",
    ],
)
def test_it_leaves_the_rest_alone(text: str) -> None:
    assert find(text) == ()


def test_fragments_do_not_overlap_and_stand_in_the_order_of_the_text() -> None:
    text = "Mrs Reid, 14 Kirk Wynd, KA7 1AA, 01292 123456"

    assert [found.rule for found in find(text)] == [
        Rule.NAME,
        Rule.ADDRESS,
        Rule.POSTCODE,
        Rule.PHONE,
    ]
    assert all(text[found.start : found.end] == found.fragment for found in find(text))


def test_the_check_digit_makes_a_health_number() -> None:
    assert [digit for digit in "0123456789" if is_chi(f"010101123{digit}")] == ["7"]
    assert not is_chi("3202011237")


@pytest.mark.parametrize("sign", ["0", "0 ", "a@", "1 a a a ", "Mrs ", "two people ", "1 "])
def test_the_longest_text_is_read_within_a_moment(sign: str) -> None:
    started = time.process_time()

    find((sign * 60_000)[:60_000])

    assert time.process_time() - started < 2


def saved_item(text: str, *, audience: str = Audience.COHORT) -> tuple[make.Holder, Item]:
    """An item as its lead has just saved it."""
    lead = make.lead()
    report = make.report(about=lead.town)
    item = make.item(of=report, text="-")
    content = Content(kind=Kind.CHALLENGE, text=text, audience=audience)
    save_draft(report, [EntryDraft(key=item.key, content=content, version=1)], by=lead.user, at=AT)
    item.refresh_from_db()
    return lead, item


def answer(lead: make.Holder, item: Item, said: str) -> None:
    """Answer the first question that is open."""
    finding = by_key(Item.objects.filter(pk=item.pk))[item.key].findings[0]
    answer_finding(
        item.report,
        item.key,
        rule=finding.rule,
        digest=finding.digest,
        answer=said,
        by=lead.user,
        at=AT,
    )
    item.refresh_from_db()


@pytest.mark.django_db
def test_an_open_question_keeps_an_item_from_the_cohort_until_it_is_answered() -> None:
    lead, item = saved_item("Ask Mrs Reid, and Mrs Reid again")
    assert item.open_findings == 1

    answer(lead, item, GuardAnswer.Answer.NOT_A_PERSON)

    assert (item.open_findings, item.audience, item.version) == (0, Audience.COHORT, 2)
    assert Entry.objects.filter(verb="guard.answered").count() == 1


@pytest.mark.django_db
def test_the_fragment_is_not_stored_with_the_answer() -> None:
    lead, item = saved_item("Ask Mrs Reid")

    answer(lead, item, GuardAnswer.Answer.NOT_A_PERSON)

    stored = GuardAnswer.objects.values().get()
    assert "Reid" not in str(stored)
    assert len(stored["fragment_digest"]) == 64


@pytest.mark.django_db
def test_taking_it_out_answers_the_question() -> None:
    lead, item = saved_item("Ask Mrs Reid")

    content = Content(kind=Kind.CHALLENGE, text="Ask a neighbour", audience=Audience.COHORT)
    entry = EntryDraft(key=item.key, content=content, version=item.version)
    save_draft(item.report, [entry], by=lead.user, at=AT)

    item.refresh_from_db()
    assert item.open_findings == 0


@pytest.mark.django_db
def test_what_is_kept_for_the_team_goes_no_further_while_it_stands_there() -> None:
    lead, item = saved_item("At 14 Kirk Wynd")
    answer(lead, item, GuardAnswer.Answer.TEAM_ONLY)
    assert (item.audience, item.open_findings) == (Audience.TEAM, 0)

    wider = Content(kind=Kind.CHALLENGE, text="Still at 14 Kirk Wynd", audience=Audience.COHORT)
    entry = EntryDraft(key=item.key, content=wider, version=item.version)
    saved = save_draft(item.report, [entry], by=lead.user, at=AT)

    item.refresh_from_db()
    assert (item.text, item.audience) == ("Still at 14 Kirk Wynd", Audience.TEAM)
    assert saved.refusals[item.key].sentence == (
        "You keep “14 Kirk Wynd” for the Programme Team only. "
        "Take it out of the text to share the item further."
    )


@pytest.mark.django_db
def test_an_answer_to_what_is_not_asked_changes_nothing() -> None:
    lead, item = saved_item("Ask Mrs Reid")

    answer_finding(
        item.report, item.key, rule="name", digest="0" * 64, answer="team_only", by=lead.user, at=AT
    )

    item.refresh_from_db()
    assert (item.open_findings, GuardAnswer.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_only_the_lead_answers_and_only_before_the_report_is_in() -> None:
    lead, item = saved_item("Ask Mrs Reid")
    said = {"rule": "name", "digest": "0" * 64, "answer": "team_only", "at": AT}
    with pytest.raises(PermissionDenied):
        answer_finding(item.report, item.key, by=make.team_member().user, **said)  # type: ignore[arg-type]

    late = make.submitted_report(about=make.lead().town, by=lead.user)
    writer = late.town.tenures.get().person.user
    with pytest.raises(AlreadySubmitted):
        answer_finding(late, item.key, by=writer, **said)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_an_answer_about_an_item_that_is_not_there_changes_nothing() -> None:
    lead, item = saved_item("Ask Mrs Reid")
    finding = by_key(Item.objects.all())[item.key].findings[0]

    answer_finding(
        item.report,
        uuid4(),
        rule=finding.rule,
        digest=finding.digest,
        answer="team_only",
        by=lead.user,
        at=AT,
    )

    assert GuardAnswer.objects.count() == 0
