"""The team asks in the margin, the lead answers, the report stays submitted."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from audit.models import Entry
from reflections.actions.questions import BeingRevised, ask, reply
from reflections.actions.revisions import start_revision
from reflections.models import Audience, Item, ItemEvent, Question, Reply, Report, ReportVersion
from reflections.queries.reports import snapshot
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 9, 9, 15, tzinfo=UTC)
YESTERDAY = date(2026, 11, 5)


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(make.town("Ayr"), name="Isla Fraser")


@pytest.fixture
def team() -> make.Holder:
    return make.second_step(make.team_member(name="Priya Nair"))


@pytest.fixture
def item(lead: make.Holder) -> Item:
    return make.item(of=make.submitted_report(about=lead.town, by=lead.user))


def open_for_revision(report: Report, *, by: make.Holder) -> None:
    ReportVersion.objects.create(
        report=report, number=1, made_at=AT, made_by=by.user, items=snapshot(report)
    )
    start_revision(report, by=by.user, at=AT)


def test_a_question_stands_in_the_margin_and_the_report_stays_submitted(
    item: Item, team: make.Holder
) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)

    item.report.refresh_from_db()
    assert (question.text, question.asked_by, question.asked_at) == ("Which route?", team.user, AT)
    assert item.report.status == Report.Status.SUBMITTED
    assert [entry.verb for entry in Entry.objects.all()] == ["question.asked"]


def test_an_answer_joins_the_thread_and_is_noted_under_the_item(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)

    turn = reply(question, text="The long way.", by=lead.user, at=LATER)
    reply(question, text="Thank you.", by=team.user, at=LATER)
    reply(question, text="Not at all.", by=lead.user, at=LATER)

    assert (turn.text, turn.by, turn.at) == ("The long way.", lead.user, LATER)
    assert [
        (event.kind, event.label, event.address, event.at) for event in ItemEvent.objects.all()
    ] == [("answered", "Isla Fraser", f"/questions/{question.key}/", LATER)]
    assert not Question.objects.unanswered().exists()


def test_the_same_key_twice_is_one_question_and_one_answer(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    key, other = uuid.uuid4(), uuid.uuid4()

    first = ask(item, text="Which route?", by=team.user, at=AT, key=key)
    again = ask(item, text="Which route?", by=team.user, at=LATER, key=key)
    turns = [reply(first, text="This one.", by=lead.user, at=at, key=other) for at in (AT, LATER)]

    assert first == again
    assert turns[0] == turns[1]
    assert (Question.objects.count(), Reply.objects.count(), Entry.objects.count()) == (1, 1, 3)


def test_the_key_of_somebody_elses_words_is_refused(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)
    turn = reply(question, text="This one.", by=lead.user, at=AT)

    with pytest.raises(PermissionDenied):
        ask(item, text="Mine", by=make.team_member().user, at=AT, key=question.key)
    with pytest.raises(PermissionDenied):
        reply(question, text="Mine", by=team.user, at=AT, key=turn.key)


def test_only_the_team_asks(item: Item, lead: make.Holder) -> None:
    refused = [
        lead,
        make.link_lead(lead.town),
        make.analyst(lead.town),
        make.steering_member(lead.town),
        make.administrator(),
        make.team_member(until=YESTERDAY),
        make.lead(),
    ]

    for holder in refused:
        with pytest.raises(PermissionDenied):
            ask(item, text="Why?", by=holder.user, at=AT)


def test_the_team_asks_nothing_beside_an_item_it_does_not_read(
    lead: make.Holder, team: make.Holder
) -> None:
    report = make.submitted_report(about=lead.town, by=lead.user)
    hidden = make.item(of=report, audience=Audience.TOWN)
    sensitive = make.item(of=report, sensitive=True)

    for item in (hidden, sensitive):
        with pytest.raises(PermissionDenied):
            ask(item, text="Why?", by=team.user, at=AT)


def test_the_analyst_answers_what_is_asked_of_the_data(lead: make.Holder) -> None:
    report = make.submitted_report(about=lead.town, by=lead.user)
    item = make.item(of=report, asks_data=True)
    analyst = make.analyst(lead.town, name="Morag Bell")

    question = ask(item, text="The datazone is too small.", by=analyst.user, at=AT)

    assert [(event.kind, event.label) for event in item.events.all()] == [
        ("answered", "Morag Bell")
    ]
    with pytest.raises(PermissionDenied):
        ask(item, text="Why?", by=make.analyst().user, at=AT)
    with pytest.raises(PermissionDenied):
        reply(question, text="Why?", by=make.analyst().user, at=AT)


def test_who_only_reads_does_not_answer(item: Item, lead: make.Holder, team: make.Holder) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)

    for holder in (make.link_lead(lead.town), make.lead(), make.steering_member(lead.town)):
        with pytest.raises(PermissionDenied):
            reply(question, text="I say!", by=holder.user, at=AT)


def test_nothing_is_asked_while_the_report_is_revised_but_the_lead_may_answer(
    item: Item, lead: make.Holder, team: make.Holder
) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)
    open_for_revision(item.report, by=lead)

    with pytest.raises(BeingRevised):
        ask(item, text="And why?", by=team.user, at=LATER)
    with pytest.raises(BeingRevised):
        reply(question, text="And why?", by=team.user, at=LATER)
    reply(question, text="This one.", by=lead.user, at=LATER)

    assert question.replies.count() == 1


def test_a_margin_is_no_part_of_what_the_cohort_reads(lead: make.Holder, team: make.Holder) -> None:
    report = make.submitted_report(about=lead.town, by=lead.user)
    item = make.item(of=report, audience=Audience.COHORT)
    ask(item, text="Which route?", by=team.user, at=AT)
    elsewhere = make.lead()

    assert Item.objects.visible_to(elsewhere.user, on=AT.date()).get() == item
    assert not Question.objects.visible_to(elsewhere.user, on=AT.date()).exists()
    assert Question.objects.visible_to(lead.user, on=AT.date()).exists()


@pytest.mark.parametrize("model", [Question, Reply])
def test_the_database_keeps_no_empty_words(
    item: Item, team: make.Holder, model: type[Question | Reply]
) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)

    with pytest.raises(IntegrityError):
        model.objects.filter(
            pk=question.pk
            if model is Question
            else reply(question, text="x", by=team.user, at=AT).pk
        ).update(text="")


def test_the_team_asks_on_the_items_own_page_and_comes_back_to_the_item(
    client: Client, item: Item, team: make.Holder
) -> None:
    client.force_login(team.user)
    page = client.get(f"/items/{item.key}/")
    key = page.context["form"]["key"].value()

    answer = client.post(f"/items/{item.key}/", {"key": key, "text": "Which\r\nroute?"})

    assert answer.status_code == 302
    assert answer["Location"] == f"{item.report.get_absolute_url()}#item-{item.key}"
    assert Question.objects.get().text == "Which\nroute?"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write your question."),
        ("   ", "Write your question."),
        ("x" * 2001, "This is 2,001 characters long. Shorten it to 2,000 or fewer."),
        ("a\x00b", "The text held a sign that cannot be stored."),
    ],
)
def test_a_question_that_cannot_be_kept_is_told_so_and_shown_again(
    client: Client, item: Item, team: make.Holder, text: str, sentence: str
) -> None:
    client.force_login(team.user)

    page = client.post(f"/items/{item.key}/", {"key": uuid.uuid4(), "text": text})

    assert page.status_code == 200
    assert sentence in page.text
    assert text.replace("\x00", "").strip() in page.text
    assert not Question.objects.exists()


def test_a_question_sent_into_a_revision_is_not_lost(
    client: Client, item: Item, lead: make.Holder, team: make.Holder
) -> None:
    client.force_login(team.user)
    open_for_revision(item.report, by=lead)

    page = client.post(f"/items/{item.key}/", {"key": uuid.uuid4(), "text": "Which route?"})

    assert "The Project Lead is revising this report just now." in page.text
    assert "Which route?" in page.text
    assert item.text in page.text


def test_an_answer_sent_into_a_revision_is_not_lost(
    client: Client, item: Item, lead: make.Holder, team: make.Holder
) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)
    client.force_login(team.user)
    open_for_revision(item.report, by=lead)

    page = client.post(f"/questions/{question.key}/", {"key": uuid.uuid4(), "text": "I meant..."})

    assert "The Project Lead is revising this report just now." in page.text
    assert "I meant..." in page.text


def test_the_lead_answers_on_the_questions_page(
    client: Client, item: Item, lead: make.Holder, team: make.Holder
) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)
    client.force_login(lead.user)
    page = client.get(f"/questions/{question.key}/")

    answer = client.post(f"/questions/{question.key}/", {"key": uuid.uuid4(), "text": "This one."})

    assert "Which route?" in page.text
    assert answer["Location"] == f"{item.report.get_absolute_url()}#item-{item.key}"
    assert Reply.objects.get().by == lead.user


def test_a_link_lead_reads_the_thread_but_finds_no_form(
    client: Client, item: Item, lead: make.Holder, team: make.Holder
) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)
    client.force_login(make.link_lead(lead.town).user)

    page = client.get(f"/questions/{question.key}/")
    statuses = [
        client.post(path, {"key": uuid.uuid4(), "text": text}).status_code
        for path in (f"/questions/{question.key}/", f"/items/{item.key}/")
        for text in ("Me too", "")
    ]

    assert ("Which route?" in page.text, "<textarea" in page.text) == (True, False)
    assert (statuses, Reply.objects.exists()) == ([403] * 4, False)


def test_margins_of_others_and_of_nothing_are_not_found(
    client: Client, item: Item, team: make.Holder
) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)
    client.force_login(make.lead().user)

    for path in (
        f"/items/{item.key}/",
        f"/questions/{question.key}/",
        f"/items/{uuid.uuid4()}/",
        f"/questions/{uuid.uuid4()}/",
    ):
        assert client.get(path).status_code == 404
        assert client.post(path, {"text": "Hello", "key": uuid.uuid4()}).status_code == 404


def test_an_analyst_finds_the_item_alone_and_comes_back_to_it(
    client: Client, lead: make.Holder
) -> None:
    report = make.submitted_report(about=lead.town, by=lead.user)
    item = make.item(of=report, asks_data=True)
    client.force_login(make.analyst(lead.town).user)

    page = client.get(f"/items/{item.key}/")
    answer = client.post(f"/items/{item.key}/", {"key": uuid.uuid4(), "text": "Suppressed."})

    assert item.text in page.text
    assert answer["Location"] == f"/items/{item.key}/"
    assert timezone.localdate(Question.objects.get().asked_at) == timezone.localdate()


def test_who_asked_does_not_go_on_beside_an_item_that_was_drawn_in(
    item: Item, team: make.Holder
) -> None:
    question = ask(item, text="Which route?", by=team.user, at=AT)
    Item.objects.filter(pk=item.pk).update(audience=Audience.TOWN)

    with pytest.raises(PermissionDenied):
        reply(question, text="And when?", by=team.user, at=LATER)

    assert not Reply.objects.exists()
