"""Somebody takes on one thing by one day, and says in a line what happened."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models import Person, User
from reflections.models import Audience, Item, ItemEvent
from sessions.actions import acting
from sessions.actions.acting import Task, add_action, close_action, move_action, raise_item
from sessions.actions.notes import RecordShut
from sessions.models import Action, CohortSession
from sessions.queries.actions import open_actions
from sessions.queries.record import record_of
from sessions.queries.sessions import A_PAGE
from sessions.queries.whole import whole
from tests import make

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
DUE = date(2026, 12, 10)


def add(
    session: CohortSession,
    *,
    owner: Person,
    by: User,
    text: str = "Ask the council",
    due_on: date = DUE,
    source: str = "",
    item: Item | None = None,
    at: datetime = AT,
) -> Action:
    return add_action(session, Task(text, owner, due_on, source), item=item, by=by, at=at)


def cohort_item(**fields: object) -> Item:
    """A challenge that the whole cohort reads."""
    lead = make.lead()
    report = make.submitted_report(about=lead.town, by=lead.user)
    known: dict[str, Any] = {"audience": Audience.COHORT} | fields
    return make.item(of=report, **known)


def test_an_action_is_added_moved_and_closed_with_what_happened() -> None:
    team, lead, session = make.team_member(), make.lead(), make.session(on=DAY)
    made = add(session, owner=lead.person, by=team.user, source="Who asks?")

    move_action(made, due_on=DUE + timedelta(days=7), by=lead.user, at=AT)
    close_action(made, outcome="They answered.", by=lead.user, at=AT)

    found = Action.objects.get()
    assert (found.due_on, found.outcome, found.closed_by, found.closed_at, found.source) == (
        DUE + timedelta(days=7),
        "They answered.",
        lead.user,
        AT,
        "Who asks?",
    )
    late: list[Callable[[], object]] = [
        lambda: close_action(made, outcome="Again.", by=team.user, at=AT),
        lambda: move_action(made, due_on=DUE, by=team.user, at=AT),
    ]
    for deed in late:
        with pytest.raises(acting.ActionClosed):
            deed()


def test_it_belongs_to_somebody_in_post_and_to_a_day_that_is_meant() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    with pytest.raises(acting.NoPost):
        add(session, owner=make.person(), by=team.user)
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=800)):
        with pytest.raises(acting.WrongDay):
            add(session, owner=team.person, by=team.user, due_on=day)
    made = add(session, owner=team.person, by=team.user)
    with pytest.raises(acting.WrongDay):
        move_action(made, due_on=DAY - timedelta(days=1), by=team.user, at=AT)


def test_before_its_day_when_cancelled_or_closed_nothing_is_taken_on() -> None:
    team = make.team_member()
    shut = [
        make.session(on=DAY + timedelta(days=1)),
        make.session(on=DAY, state=CohortSession.State.CANCELLED),
        make.session(on=DAY, state=CohortSession.State.CLOSED, recording="no"),
    ]

    for session in shut:
        with pytest.raises(RecordShut):
            add(session, owner=team.person, by=team.user)
        with pytest.raises(RecordShut):
            raise_item(session, cohort_item(), by=team.user, at=AT)


def test_the_action_of_a_closed_session_lives_on() -> None:
    team, lead, session = make.team_member(), make.lead(), make.session(on=DAY)
    made = add(session, owner=lead.person, by=team.user)
    CohortSession.objects.update(state=CohortSession.State.CLOSED, recording="no")

    assert close_action(made, outcome="Done.", by=lead.user, at=AT).outcome == "Done."


def test_its_owner_and_the_team_say_what_happened_and_nobody_else() -> None:
    team, lead, other = make.team_member(), make.lead(), make.lead()
    made = add(make.session(on=DAY), owner=lead.person, by=team.user)

    for by in (other.user, make.administrator().user):
        with pytest.raises(PermissionDenied):
            close_action(made, outcome="No.", by=by, at=AT)
        with pytest.raises(PermissionDenied):
            move_action(made, due_on=DUE, by=by, at=AT)
    for by in (lead.user, other.user):
        with pytest.raises(PermissionDenied):
            add(made.session or make.session(), owner=lead.person, by=by)

    assert close_action(made, outcome="Done.", by=team.user, at=AT).closed_by == team.user


def test_words_of_an_item_go_no_further_than_the_item() -> None:
    team, lead, elsewhere = make.team_member(), make.lead(), make.lead()
    item = make.item(of=make.submitted_report(about=lead.town, by=lead.user))
    session = make.session(on=DAY)
    add(session, owner=elsewhere.person, by=team.user, item=item, source="Secret of the town")

    sources = {
        holder: [line.source for line in open_actions(holder, on=DAY).lines]
        for holder in (team.user, lead.user, elsewhere.user)
    }

    assert sources == {
        team.user: ["Secret of the town"],
        lead.user: ["Secret of the town"],
        elsewhere.user: [""],
    }
    with pytest.raises(PermissionDenied):
        add(session, owner=team.person, by=team.user, item=cohort_item(audience=Audience.TOWN))


def test_a_challenge_is_raised_and_its_author_sees_where() -> None:
    team, session, item = make.team_member(), make.session(on=DAY, title="Paths"), cohort_item()

    for _ in range(2):
        raise_item(session, item, by=team.user, at=AT)

    event = ItemEvent.objects.get()
    assert (event.item, event.kind, event.label, event.address) == (
        item,
        ItemEvent.Kind.RAISED,
        "Paths, Thursday 26 November 2026",
        f"/sessions/{session.slug}/",
    )
    assert record_of(team.user, whole(session.pk, on=DAY), at=AT).raised == [item]
    assert record_of(make.evaluator().user, whole(session.pk, on=DAY), at=AT).raised == []


@pytest.mark.parametrize(
    "fields", [{"audience": Audience.TEAM}, {"kind": "learning"}, {"open_findings": 1}]
)
def test_what_not_everybody_reads_is_not_raised(fields: dict[str, object]) -> None:
    team, item = make.team_member(), cohort_item(**fields)

    with pytest.raises(acting.NotToBeRaised):
        raise_item(make.session(on=DAY), item, by=team.user, at=AT)


def test_open_actions_stand_on_the_next_session_of_the_series_until_they_are_closed() -> None:
    team = make.team_member()
    series = make.series(starts_on=DAY)
    days = [DAY + timedelta(weeks=weeks) for weeks in (0, 2, 4)]
    first, following, later = (make.session(on=day, series=series) for day in days)
    made = add(first, owner=team.person, by=team.user)
    between = datetime.combine(DAY + timedelta(days=3), AT.time(), UTC)

    def standing(session: CohortSession) -> list[Action]:
        found = record_of(team.user, whole(session.pk, on=between.date()), at=between)
        return [line.action for line in found.earlier]

    assert [standing(one) for one in (first, following, later)] == [[], [made], []]
    assert standing(make.session(on=days[1])) == []
    close_action(made, outcome="Done.", by=team.user, at=between)
    assert standing(following) == []


def test_what_is_open_since_a_session_that_one_does_not_see_is_its_owners_alone() -> None:
    team, lead, series = make.team_member(), make.lead(), make.series(starts_on=DAY)
    of_group = make.session(on=DAY, series=series, of=make.group(), roles=())
    following = make.session(on=DAY + timedelta(weeks=2), series=series)
    theirs = add(of_group, owner=team.person, by=team.user)
    own = add(of_group, owner=lead.person, by=team.user)
    between = datetime.combine(DAY + timedelta(days=3), AT.time(), UTC)

    def standing(user: User) -> list[tuple[Action, CohortSession | None]]:
        found = record_of(user, whole(following.pk, on=between.date()), at=between)
        return [(line.action, line.session) for line in found.earlier]

    assert standing(lead.user) == [(own, None)]
    assert standing(team.user) == [(theirs, of_group), (own, of_group)]


def test_lists_come_in_pages_of_the_same_cost(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    team, lead, session = make.team_member(), make.lead(), make.session(on=DAY)
    made = [
        add(session, owner=lead.person, by=team.user, due_on=DUE + timedelta(days=number // 2))
        for number in range(A_PAGE + 5)
    ]

    with django_assert_num_queries(2):
        first = open_actions(lead.user, on=DAY, mine=True)
    rest = open_actions(lead.user, on=DAY, mine=True, after=Action.objects.get(key=first.further))

    assert [line.action for line in (*first.lines, *rest.lines)] == made
    assert not open_actions(make.team_member().user, on=DAY, mine=True).lines


def test_a_session_that_the_owner_does_not_see_is_not_named_to_them() -> None:
    team, member = make.team_member(), make.steering_member()
    add(make.session(on=DAY, title="Paths"), owner=member.person, by=team.user)

    seen = [open_actions(user, on=DAY).lines[0].session for user in (member.user, team.user)]

    assert seen == [None, CohortSession.objects.get()]


def test_what_is_open_stands_on_the_owners_home_until_it_is_closed(client: Client) -> None:
    lead, team = make.lead(), make.team_member()
    made = make.action(of=make.session(), owner=lead.person, by=team.user)

    for user, shown in ((lead.user, True), (team.user, False)):
        client.force_login(make.second_step(team).user if user == team.user else user)
        assert ("Ask the council" in client.get("/").content.decode()) is shown
    close_action(made, outcome="Done.", by=lead.user, at=timezone.now())
    client.force_login(lead.user)
    assert "Ask the council" not in client.get("/").content.decode()


@pytest.fixture
def today() -> CohortSession:
    return make.session(on=timezone.localdate())


def test_pages_add_list_and_close_without_scripts(client: Client, today: CohortSession) -> None:
    lead, other = make.lead(name="Lead of Ayr"), make.lead()
    team = make.second_step(make.team_member())
    client.force_login(team.user)
    due = timezone.localdate() + timedelta(days=14)
    sent = {
        "text": "Ask the council",
        "owner": lead.person.pk,
        "source": "Who asks?",
        "due_on_day": due.day,
        "due_on_month": due.month,
        "due_on_year": due.year,
    }
    answer = client.post(f"/sessions/{today.slug}/actions/new/", sent)
    assert answer.headers["Location"] == f"/sessions/{today.slug}/#actions", answer.content.decode()
    made = Action.objects.get()
    add(today, owner=other.person, by=team.user, due_on=due, at=timezone.now(), text="Elsewhere")

    of_all = client.get("/actions/", {"whose": "all"}).content.decode()
    of_town = client.get("/actions/", {"whose": "all", "town": lead.town.slug}).content.decode()
    of_other = client.get("/actions/", {"whose": "all", "owner": str(other.person.key)})

    assert ("Ask the council" in of_all, "Elsewhere" in of_all) == (True, True)
    assert ("Ask the council" in of_town, "Elsewhere" in of_town) == (True, False)
    assert "Ask the council" not in of_other.content.decode()
    assert "You have no open action" in client.get("/actions/").content.decode()
    client.force_login(lead.user)
    assert "Who asks?" in client.get("/actions/").content.decode()
    empty = client.post(f"/actions/{made.key}/close/", {"outcome": ""}).content.decode()
    assert "Say in a line what happened." in empty
    client.post(f"/actions/{made.key}/close/", {"outcome": "They answered."})
    assert "They answered." in client.get(f"/sessions/{today.slug}/").content.decode()


def test_from_an_item_its_words_stand_there(client: Client, today: CohortSession) -> None:
    item = cohort_item(text="The crossing is closed.")
    client.force_login(make.second_step(make.team_member()).user)
    page = f"/sessions/{today.slug}/"
    assert "The crossing is closed." in client.get(f"{page}raise/").content.decode()

    client.post(f"{page}raise/", {"item": item.key})
    form = client.get(f"{page}actions/new/", {"item": str(item.key)}).content.decode()

    assert "The crossing is closed." in client.get(page).content.decode()
    assert "The crossing is closed." in form


@pytest.mark.parametrize(
    "asked", ["whose=all&owner=x", "whose=all&town=nowhere", "after=x", f"after={'0' * 32}"]
)
def test_an_address_that_names_nothing_is_not_there(client: Client, asked: str) -> None:
    client.force_login(make.second_step(make.team_member()).user)

    assert client.get(f"/actions/?{asked}").status_code == 404


@pytest.mark.parametrize("place", ["actions/new/", "raise/", "notes/new/", "close/", "recording/"])
def test_pages_of_the_team_are_the_teams(client: Client, today: CohortSession, place: str) -> None:
    holders: list[Callable[[], make.Holder]] = [make.lead, make.administrator]
    for holder in holders:
        client.force_login(make.second_step(holder()).user)
        assert client.get(f"/sessions/{today.slug}/{place}").status_code == 403
