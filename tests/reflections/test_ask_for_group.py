"""A group asks a town back, the lead answers, an edition prints the answer."""

import threading
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from people.models import User
from reflections.actions.group_questions import (
    AlreadyPublished,
    AnsweredMeanwhile,
    Asked,
    answer_group_question,
    ask_for_group,
    close_group_questions,
)
from reflections.models import GroupQuestion
from reflections.policies import may_answer_for_town
from tests import make

AT = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 10, 9, 15, tzinfo=UTC)
YESTERDAY = date(2026, 11, 8)
ASKED = Asked(
    on_behalf_of="Ayr Steering Group",
    about="April to June 2026",
    text="What would it take?",
    address="/digests/2026-04/",
)
PUBLISHED = "Your answer will be published."


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(make.town("Ayr", slug="ayr"), name="Isla Fraser")


@pytest.fixture
def question(lead: make.Holder) -> GroupQuestion:
    return make.group_question(to=lead.town)


def answered(question: GroupQuestion, by: make.Holder, text: str = "A bus.") -> GroupQuestion:
    seen = question.version
    return answer_group_question(question, text=text, seen_version=seen, by=by.user, at=AT)


def sent(client: Client, question: GroupQuestion, text: str, version: object = 1) -> Any:  # noqa: ANN401 -- a test's answer
    fields = {"text": text, "seen_version": version}
    return client.post(f"/group-questions/{question.key}/", fields)


# --- Asking ---------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_what_a_group_asks_waits_for_the_town(lead: make.Holder) -> None:
    member = make.steering_member(lead.town)

    found = ask_for_group(lead.town, ASKED, by=member.user, at=AT)

    found.refresh_from_db()
    assert (found.on_behalf_of, found.about) == ("Ayr Steering Group", "April to June 2026")
    assert (found.text, found.address) == ("What would it take?", "/digests/2026-04/")
    assert (found.town, found.asked_by, found.asked_at) == (lead.town, member.user, AT)
    assert (found.answer, found.version, found.published_at) == ("", 1, None)
    assert list(GroupQuestion.objects.open()) == [found]
    assert [entry.verb for entry in Entry.objects.all()] == ["group_question.asked"]


@pytest.mark.django_db
def test_the_same_key_twice_is_one_question(lead: make.Holder) -> None:
    key, by = uuid.uuid4(), make.steering_member(lead.town).user

    both = [ask_for_group(lead.town, ASKED, by=by, at=at, key=key) for at in (AT, LATER)]

    assert both[0] == both[1]
    assert both[1].asked_at == AT
    assert (GroupQuestion.objects.count(), Entry.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_key_of_somebody_elses_question_or_of_another_towns_is_refused(
    lead: make.Holder,
) -> None:
    by = make.steering_member(lead.town).user
    key = ask_for_group(lead.town, ASKED, by=by, at=AT).key

    with pytest.raises(PermissionDenied):
        ask_for_group(lead.town, ASKED, by=make.steering_member().user, at=AT, key=key)
    with pytest.raises(PermissionDenied):
        ask_for_group(make.town(), ASKED, by=by, at=AT, key=key)


# --- Answering ------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_leads_answer_is_kept_with_name_and_moment(
    lead: make.Holder, question: GroupQuestion
) -> None:
    found = answered(question, lead, "A bus at ten.")

    found.refresh_from_db()
    assert (found.answer, found.answered_by, found.answered_at) == ("A bus at ten.", lead.user, AT)
    assert found.version == 2
    assert not GroupQuestion.objects.open().exists()
    assert [entry.verb for entry in Entry.objects.all()] == ["group_question.answered"]


@pytest.mark.django_db
def test_the_same_answer_twice_is_one_even_from_a_window_that_saw_none(
    lead: make.Holder, question: GroupQuestion
) -> None:
    answered(question, lead)

    again = answer_group_question(question, text="A bus.", seen_version=1, by=lead.user, at=LATER)

    assert (again.version, again.answered_at, Entry.objects.count()) == (2, AT, 1)


@pytest.mark.django_db
def test_another_answer_that_came_first_is_not_overwritten_unseen(
    lead: make.Holder, question: GroupQuestion
) -> None:
    cover = make.lead(lead.town, name="Cora", covering=True)
    found = answered(question, lead)

    with pytest.raises(AnsweredMeanwhile):
        answer_group_question(question, text="A train.", seen_version=1, by=cover.user, at=LATER)
    changed = answer_group_question(
        found, text="A train.", seen_version=found.version, by=cover.user, at=LATER
    )

    assert (changed.answer, changed.version) == ("A train.", 3)
    assert (changed.answered_by, changed.answered_at) == (cover.user, LATER)


@pytest.mark.django_db
def test_only_the_towns_lead_answers(lead: make.Holder, question: GroupQuestion) -> None:
    others = [
        make.link_lead(lead.town),
        make.analyst(lead.town),
        make.steering_member(lead.town),
        make.team_member(),
        make.administrator(),
        make.lead(),
        make.lead(lead.town, until=YESTERDAY, covering=True),
    ]

    for holder in others:
        assert not may_answer_for_town(holder.user, lead.town, on=AT.date())
        with pytest.raises(PermissionDenied):
            answered(question, holder)

    assert GroupQuestion.objects.open().get() == question


@pytest.mark.django_db
def test_a_town_reads_what_it_is_asked_and_the_team_what_all_are_but_no_group(
    lead: make.Holder, question: GroupQuestion
) -> None:
    make.group_question()

    def seen_by(holder: make.Holder) -> list[GroupQuestion]:
        return list(GroupQuestion.objects.visible_to(holder.user, on=AT.date()).order_by("pk"))

    assert seen_by(lead) == seen_by(make.link_lead(lead.town)) == [question]
    assert seen_by(make.team_member()) == list(GroupQuestion.objects.order_by("pk"))
    for holder in (
        make.lead(),
        make.analyst(lead.town),
        make.steering_member(lead.town),
        make.national_leader(),
        make.evaluator(),
        make.administrator(),
        make.lead(lead.town, until=YESTERDAY, covering=True),
    ):
        assert seen_by(holder) == []


# --- Printing -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_an_answer_that_an_edition_printed_does_not_change(
    lead: make.Holder, question: GroupQuestion
) -> None:
    by = make.team_member().user
    answered(question, lead)

    (closed,) = close_group_questions([question], by=by, at=LATER)

    closed.refresh_from_db()
    assert (closed.answer, closed.published_at) == ("A bus.", LATER)
    assert Entry.objects.filter(verb="group_question.closed", actor_id=by.pk).count() == 1
    with pytest.raises(AlreadyPublished):
        answered(closed, lead, "A train.")
    assert answered(closed, lead, "A bus.").version == 2


@pytest.mark.django_db
def test_what_is_not_answered_stays_open_and_what_was_printed_is_printed_once(
    lead: make.Holder, question: GroupQuestion
) -> None:
    waiting, first = make.group_question(to=lead.town), make.group_question(to=lead.town)
    answered(first, lead)
    close_group_questions([first], at=AT)
    answered(question, lead)

    closed = close_group_questions([waiting, first, question], at=LATER)

    first.refresh_from_db()
    assert closed == [question]
    assert first.published_at == AT
    assert list(GroupQuestion.objects.open()) == [waiting]
    assert close_group_questions([waiting, first, question], at=LATER) == []


# --- What can never be ----------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"on_behalf_of": ""},
        {"about": ""},
        {"version": 0},
        {"address": "https://bad.example/"},
        {"address": "//bad.example/"},
        {"address": "/\\bad.example/"},
        {"address": "/\t/bad.example/"},
        {"address": "digests/"},
        {"answer": "A bus."},
        {"answered_at": AT},
        {"answer": "A bus.", "answered_at": AT},
        {"published_at": AT},
    ],
)
def test_the_database_refuses_half_a_question_or_half_an_answer(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="group_question"):
        make.group_question(**fields)


@pytest.mark.django_db
def test_an_answer_has_words_and_somebody_who_gave_it(
    lead: make.Holder, question: GroupQuestion
) -> None:
    with pytest.raises(IntegrityError, match="answered_by_someone"):
        answered(question, lead, "")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "/", "/digests/2026-04/?depth=page#ayr"])
def test_an_address_is_a_path_of_the_portal(address: str) -> None:
    assert make.group_question(address=address).address == address


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_keep_one_answer(lead: make.Holder, question: GroupQuestion) -> None:
    came: list[str] = []

    def answer(text: str) -> None:
        try:
            answer_group_question(question, text=text, seen_version=1, by=lead.user, at=AT)
            came.append("kept")
        except AnsweredMeanwhile:
            came.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(text,)) for text in ("A bus.", "A train.")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    question.refresh_from_db()
    assert (sorted(came), question.version) == (["kept", "refused"], 2)


# --- The page -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_lead_answers_on_the_questions_page_and_comes_back_to_it(
    client: Client, lead: make.Holder, question: GroupQuestion
) -> None:
    client.force_login(lead.user)
    page = client.get(f"/group-questions/{question.key}/")

    answer = sent(client, question, "A bus\r\nat ten.")
    after = client.get(answer["Location"])

    assert "A question from the Ayr Steering Group" in page.text
    assert PUBLISHED in page.text
    assert answer["Location"] == f"/group-questions/{question.key}/"
    assert GroupQuestion.objects.get().answer == "A bus\nat ten."
    assert "Your answer is kept. The next digest prints it." in after.text
    assert "A bus\nat ten.</textarea>" in after.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Write your answer."),
        (" \u200e", "Write your answer."),
        ("x" * 2001, "This is 2,001 characters long. Shorten it to 2,000 or fewer."),
        ("a\x00b", "The text held a sign that cannot be stored."),
    ],
)
def test_an_answer_that_cannot_be_kept_is_told_so_and_shown_again(
    client: Client, lead: make.Holder, question: GroupQuestion, text: str, sentence: str
) -> None:
    client.force_login(lead.user)

    page = sent(client, question, text)

    assert page.status_code == 200
    assert sentence in page.text
    assert text.replace("\x00", "").strip() in page.text
    assert GroupQuestion.objects.open().exists()


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["", "0", "many"])
def test_an_answer_that_does_not_say_what_its_writer_saw_is_shown_again(
    client: Client, lead: make.Holder, question: GroupQuestion, version: str
) -> None:
    client.force_login(lead.user)

    page = sent(client, question, "A bus.", version)

    assert "Open the page once more, then send it again." in page.text
    assert "A bus.</textarea>" in page.text
    assert GroupQuestion.objects.open().exists()


@pytest.mark.django_db
def test_who_answers_second_sees_both_answers_and_may_then_keep_their_own(
    client: Client, lead: make.Holder, question: GroupQuestion
) -> None:
    cover = make.lead(lead.town, name="Cora Muir", covering=True)
    answered(question, cover)
    client.force_login(lead.user)

    page = sent(client, question, "A train.")
    again = sent(client, question, "A train.", page.context["form"]["seen_version"].value())

    assert "This was answered meanwhile." in page.context["form"].errors["text"][0]
    assert ("A bus." in page.text, "Cora Muir" in page.text) == (True, True)
    assert "A train.</textarea>" in page.text
    assert again.status_code == 302
    assert GroupQuestion.objects.get().answer == "A train."


@pytest.mark.django_db
def test_an_answer_that_comes_after_the_edition_is_refused_and_not_lost(
    client: Client, lead: make.Holder, question: GroupQuestion
) -> None:
    answered(question, lead)
    close_group_questions([question], at=LATER)
    client.force_login(lead.user)

    page = client.get(f"/group-questions/{question.key}/")
    late = sent(client, question, "A train.", 2)

    assert ("The answer, as printed" in page.text, "<textarea" in page.text) == (True, False)
    assert "A digest has printed the answer" in late.context["form"].errors["text"][0]
    assert ("Change the answer" in late.text, PUBLISHED in late.text) == (False, False)
    assert ("A bus." in late.text, "A train.</textarea>" in late.text) == (True, True)
    assert GroupQuestion.objects.get().answer == "A bus."


@pytest.mark.django_db
def test_the_link_lead_and_the_team_read_and_find_no_form(
    client: Client, lead: make.Holder, question: GroupQuestion
) -> None:
    answered(question, lead)

    for reader in (make.link_lead(lead.town), make.second_step(make.team_member())):
        client.force_login(reader.user)
        page = client.get(f"/group-questions/{question.key}/")

        assert (question.text in page.text, "A bus." in page.text) == (True, True)
        assert ("Isla Fraser" in page.text, "<textarea" in page.text) == (True, False)
        assert [sent(client, question, text).status_code for text in ("Me", "")] == [403, 403]

    assert GroupQuestion.objects.get().answer == "A bus."


@pytest.mark.django_db
def test_for_everybody_else_there_is_no_such_page(
    client: Client, lead: make.Holder, question: GroupQuestion
) -> None:
    strangers = (make.lead(), make.steering_member(lead.town), make.analyst(lead.town))

    for stranger in strangers:
        client.force_login(stranger.user)
        for key in (question.key, uuid.uuid4()):
            assert client.get(f"/group-questions/{key}/").status_code == 404
            assert client.post(f"/group-questions/{key}/", {"text": "I"}).status_code == 404


@pytest.mark.django_db
def test_who_asked_is_named_by_their_group_alone(client: Client, lead: make.Holder) -> None:
    by = make.steering_member(lead.town, name="Morag Bell")
    question = ask_for_group(lead.town, ASKED, by=by.user, at=AT)
    client.force_login(lead.user)

    page = client.get(f"/group-questions/{question.key}/")

    assert '<a href="/digests/2026-04/">April to June 2026</a>' in page.text
    assert "Morag Bell" not in page.text


@pytest.mark.django_db
def test_what_was_typed_when_the_session_had_ended_is_back_after_signing_in(
    client: Client, lead: make.Holder, question: GroupQuestion
) -> None:
    path = f"/group-questions/{question.key}/"
    fields = {"text": "A bus.", "seen_version": 1, "owner": lead.person.key}
    assert client.post(path, fields)["Location"].startswith("/account/")

    client.force_login(lead.user)
    page = client.get(path)
    sent(client, question, "A bus.")
    after = client.get(path)

    assert "What you typed before you were signed out is back." in page.text
    assert "A bus.</textarea>" in page.text
    assert "signed out" not in after.text


@pytest.mark.django_db
def test_what_was_typed_before_an_edition_came_out_is_back_though_it_cannot_be_kept(
    client: Client, lead: make.Holder, question: GroupQuestion
) -> None:
    path = f"/group-questions/{question.key}/"
    client.post(path, {"text": "A train.", "seen_version": 1, "owner": lead.person.key})
    answered(question, lead)
    close_group_questions([question], at=LATER)
    client.force_login(lead.user)

    page = client.get(path)

    assert ("A train.</textarea>" in page.text, "A bus." in page.text) == (True, True)
    assert "it cannot be changed any more" in page.text
    assert "Change the answer" not in page.text


# --- Where it waits -------------------------------------------------------------------------------
@pytest.mark.django_db
def test_open_questions_wait_at_the_top_of_the_report_oldest_first(
    client: Client, lead: make.Holder, question: GroupQuestion
) -> None:
    second = make.group_question(
        to=lead.town, on_behalf_of="The National Leaders", asked_at=LATER, text="And whose bus?"
    )
    done = make.group_question(to=lead.town, text="Is it done?")
    answered(done, lead)
    make.group_question(text="Of another town?")
    report = make.report(about=lead.town)
    client.force_login(lead.user)

    page = client.get(report.get_absolute_url())

    assert [(one.title, one.note, one.url) for one in page.context["editor"].asked] == [
        (
            "A question from the Ayr Steering Group",
            "About the digest for April to June 2026. Asked on Monday 2 November 2026.",
            f"/group-questions/{question.key}/",
        ),
        (
            "A question from the National Leaders",
            "About the digest for April to June 2026. Asked on Tuesday 10 November 2026.",
            f"/group-questions/{second.key}/",
        ),
    ]
    assert page.text.index("And whose bus?") < page.text.index('id="report"')
    assert ("Is it done?" in page.text, "Of another town?" in page.text) == (False, False)


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["report", "home", "page"])
def test_three_questions_take_as_many_statements_as_one(
    client: Client, lead: make.Holder, question: GroupQuestion, place: str
) -> None:
    report = make.report(about=lead.town)
    paths = {
        "report": report.get_absolute_url(),
        "home": "/",
        "page": f"/group-questions/{question.key}/",
    }
    client.force_login(lead.user)

    def statements() -> int:
        client.get(paths[place])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(paths[place]).status_code == 200
        return len(captured)

    one = statements()
    make.group_question(to=lead.town)
    make.group_question(to=lead.town)

    assert statements() == one
    assert place != "page" or one <= 8


@pytest.mark.django_db
def test_the_leads_home_page_tells_of_it_until_it_is_answered(
    client: Client, lead: make.Holder, question: GroupQuestion
) -> None:
    def lines(user: User) -> list[tuple[str, str, str, str]]:
        client.force_login(user)
        news = client.get("/").context["home"].news
        return [(one.title, one.note, one.url, one.tag) for one in news]

    line = (
        "A question from the Ayr Steering Group",
        "About the digest for April to June 2026, asked on Monday 3 November 2025",
        f"/group-questions/{question.key}/",
    )
    GroupQuestion.objects.update(asked_at=datetime(2025, 11, 3, 9, tzinfo=UTC))
    waiting = lines(lead.user)
    answered(question, lead)
    GroupQuestion.objects.update(asked_at=timezone.now() - timedelta(days=29))
    lately = [tag for *_, tag in lines(lead.user)]
    GroupQuestion.objects.update(asked_at=timezone.now() - timedelta(days=31))

    assert waiting == [(*line, "Unanswered")]
    assert lately == [""]
    assert lines(lead.user) == []
    assert lines(make.lead().user) == []
