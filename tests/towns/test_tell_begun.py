"""A post that began is told to its holder, who is welcomed if they are new."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import settings

from outbox.actions.planning import plan as plan_all
from outbox.kinds import Part
from outbox.models import Notice
from people.actions.invitations import open_invitation
from people.models import Invitation, User
from tests import make
from tests.towns.told import (
    AT,
    BEGUN,
    DAY,
    TODAY,
    due,
    invited,
    lead_of,
    midnight,
    promised,
    spared,
    told,
    why_not,
)
from tests.wire import arrived, shown, text_of, unwrapped
from towns.actions.tenures import begin_tenure, take_back_tenure
from towns.letters.kinds import plan
from towns.models import Role, Tenure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, False), (0, True), (1, True), (13, True), (14, False)]
)
def test_a_holder_is_told_within_fourteen_days_of_the_first(days: int, *, expected: bool) -> None:
    began = TODAY - days * DAY
    lead = make.lead(since=began)

    found = due(AT, BEGUN)

    assert found == [(lead.person.pk, began.isoformat(), midnight(began))] * expected


def test_the_deed_promises_it_with_itself_and_the_timetable_adds_nothing() -> None:
    office, town, user = make.team_member(), make.town("Ayr"), make.user("Isla Fraser")

    begin_tenure(user.person, lead_of(town), starts_on=TODAY, by=office.user, at=AT)
    kept = Notice.objects.get(kind=BEGUN)

    assert (kept.person, kept.about) == (
        user.person_id,
        f"towns.tenure:{Tenure.objects.get(person=user.person).pk}",
    )
    assert (kept.not_before, kept.useful_until) == (AT, midnight(TODAY) + 14 * DAY)
    assert (promised(), promised()) == (0, 0)


def test_a_post_to_come_is_told_when_it_comes() -> None:
    office, town, user = make.team_member(), make.town("Ayr"), make.user()
    begin_tenure(user.person, lead_of(town), starts_on=TODAY + DAY, by=office.user, at=AT)

    assert not Notice.objects.exists()
    assert [promised(midnight(TODAY) + hours * timedelta(hours=1)) for hours in (23, 24)] == [0, 1]


@pytest.mark.parametrize(
    ("is_invited", "reason"),
    [(True, "has not opened the account yet"), (False, "has no account")],
)
def test_who_cannot_sign_in_is_spared_and_welcomed_once_they_can(
    is_invited: bool,  # noqa: FBT001 -- of the table above
    reason: str,
) -> None:
    person = make.person("Isla Fraser")
    make.tenure(person, Role.PROJECT_LEAD, town=make.town("Ayr"), since=TODAY)
    if is_invited:
        invited(person)

    before = plan(AT)
    later = AT + 3 * DAY
    User.objects.create_user("isla@example.org", person=person)
    Invitation.objects.all().delete()
    invited(person, used_at=later)

    assert spared(before, BEGUN) == [("Isla Fraser, Project Lead, Ayr", reason)]
    assert before.due == []
    assert due(later, BEGUN) == [(person.pk, "2026-11-06", later)]


def test_who_opened_their_account_late_is_welcomed_to_a_post_begun_long_ago() -> None:
    lead = make.lead(make.town("Ayr"))
    used_at = AT - DAY
    invited(lead.person, used_at=used_at)

    assert due(AT, BEGUN) == [(lead.person.pk, "2025-01-01", used_at)]
    assert due(used_at + 14 * DAY, BEGUN) == []
    promised()
    [said] = told(BEGUN, AT)
    assert isinstance(said, Part)
    assert said.subject == "Welcome: you are Project Lead in Ayr"


def test_who_holds_the_post_on_without_a_day_between_is_told_nothing_new() -> None:
    lead = make.lead(make.town("Ayr"), name="Isla Fraser", until=TODAY - DAY)
    make.tenure(lead.person, Role.PROJECT_LEAD, town=lead.town, since=TODAY)

    found = plan(AT)

    assert found.due == []
    assert spared(found, BEGUN) == [
        ("Isla Fraser, Project Lead, Ayr", "they held the post before, without a day between")
    ]


def test_who_stood_in_and_then_leads_is_told() -> None:
    cover = make.lead(make.town("Ayr"), until=TODAY - DAY, covering=True)
    make.tenure(cover.person, Role.PROJECT_LEAD, town=cover.town, since=TODAY)

    assert [person for person, *_ in due(AT, BEGUN)] == [cover.person.pk]


@pytest.mark.parametrize(
    ("overtaken", "reason"),
    [
        ("taken back", "The post was taken back."),
        ("moved", "The first day has moved to Thursday 5 November 2026."),
        ("ended", "The post ended on Thursday 5 November 2026."),
        ("longer", "They held the post before, without a day between."),
    ],
)
def test_a_post_that_changed_before_the_letter_left_is_not_told(
    overtaken: str, reason: str
) -> None:
    lead = make.lead(make.town("Ayr"), since=date(2026, 11, 2))
    promised()
    match overtaken:
        case "taken back":
            office = make.team_member().user
            take_back_tenure(lead.tenure, reason="wrong_person", by=office, at=AT)
        case "moved":
            Tenure.objects.filter(pk=lead.tenure.pk).update(starts_on=date(2026, 11, 5))
        case "ended":
            Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=date(2026, 11, 5))
        case _:
            make.tenure(lead.person, Role.PROJECT_LEAD, town=lead.town, until=date(2026, 11, 1))

    assert [why_not(said) for said in told(BEGUN, AT)] == [reason]


def test_a_welcome_as_it_arrives() -> None:
    lead = make.lead(make.town("Ayr"), name="Isla Fraser", since=TODAY)
    invited(lead.person, used_at=AT - timedelta(hours=1))
    promised()

    [letter] = arrived(AT)

    assert letter["To"] == f"Isla Fraser <{lead.user.email}>"
    assert letter["Subject"] == "Welcome: you are Project Lead in Ayr"
    assert (letter["List-Unsubscribe"], letter["Auto-Submitted"]) == (None, "auto-generated")
    words = unwrapped(letter)
    assert words.startswith(
        "Dear Isla Fraser,\n\nWelcome to the portal of the Local Learning Cohort.\n\n"
        "You are Project Lead in Ayr from Friday 6 November 2026.\n\nIn the portal you can:"
    )
    assert "write Ayr\u2019s Reflect and Capture report each month and submit it" in words
    assert f"Go to your home page:\n{settings.BASE_URL}/\n" in text_of(letter)
    assert settings.CONTACT_EMAIL in words
    assert "You get this because you are Project Lead in Ayr." in words
    assert "write Ayr\u2019s Reflect and Capture report each month" in shown(letter)


@pytest.mark.parametrize(
    ("maker", "subject", "line"),
    [
        (make.link_lead, "You are now Community Link Lead in Ayr", "- read Ayr\u2019s reports"),
        (make.analyst, "You are now LIST analyst in Ayr", "- see what Ayr asks of the data"),
        (make.team_member, "You are now a member of the Programme Team", "second step"),
        (make.administrator, "You are now an Administrator of the portal", "second step"),
        (make.evaluator, "You are now the programme\u2019s Evaluator", "- see the towns"),
    ],
)
def test_each_post_says_what_it_lets_its_holder_do(
    maker: Callable[..., make.Holder], subject: str, line: str
) -> None:
    place = [make.town("Ayr")] if maker in {make.link_lead, make.analyst} else []
    maker(*place, since=TODAY)
    promised()

    [said] = told(BEGUN, AT)

    assert isinstance(said, Part)
    assert (said.subject, line in said.text) == (subject, True)


@pytest.mark.parametrize(
    ("capacity", "words"),
    [("member", "a member of"), ("chair", "the chair of"), ("deputy", "a deputy in")],
)
def test_a_seat_in_a_group_is_named_with_its_group(capacity: str, words: str) -> None:
    member = make.steering_member(since=TODAY, capacity=capacity)
    promised()

    [said] = told(BEGUN, AT)

    assert isinstance(said, Part)
    assert said.reason == f"you are {words} {member.tenure.group}"


def test_standing_in_is_called_so_and_says_until_when() -> None:
    make.lead(make.town("Ayr"), since=TODAY, until=date(2026, 12, 4), covering=True)
    promised()

    [said] = told(BEGUN, AT)

    assert isinstance(said, Part)
    assert said.subject == "You are now cover for the Project Lead in Ayr"
    assert "from Friday 6 November 2026 to Friday 4 December 2026." in said.text


def test_the_timetable_promises_what_this_room_finds_due_and_once() -> None:
    lead = make.link_lead(since=TODAY)

    plan_all(at=AT)
    plan_all(at=AT + DAY)

    kept = Notice.objects.filter(person=lead.person.pk)
    assert [(notice.kind, notice.occasion) for notice in kept] == [(BEGUN, "2026-11-06")]


def test_a_newcomer_who_is_invited_is_told_by_the_invitation_first() -> None:
    office, town = make.team_member().user, make.town("Ayr")
    newcomer = make.person("Isla Fraser")
    begin_tenure(newcomer, lead_of(town), starts_on=TODAY, by=office, at=AT)
    open_invitation(newcomer, email="isla@example.org", by=office, at=AT)

    assert promised() == 0
    assert [notice.kind for notice in Notice.objects.all()] == ["people/invitation"]
