"""Who was there is recorded line by line, by several people at once, and nothing is overwritten."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import User
from sessions.actions import register as actions
from sessions.actions.register import add_by_name, mark
from sessions.models import Attendance, CohortSession, Invitation
from sessions.queries.register import Line, register_of, told_of
from tests import make
from towns.models import Role, Seat

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 10, 5, tzinfo=UTC)
BEFORE_TEN = AT - timedelta(minutes=10)
State = Attendance.State
HERE, EXCUSED, AWAY = State.PRESENT, State.APOLOGY, State.ABSENT


def of(session: CohortSession, name: str, *, on: date = DAY) -> Line:
    """The line of one person."""
    return next(line for line in register_of(session, on=on).lines if line.name == name)


def put(session: CohortSession, who: make.Holder | UUID, state: str, **fields: Any) -> Attendance:  # noqa: ANN401 -- handed on as they are
    key = who if isinstance(who, UUID) else who.person.key
    known: dict[str, Any] = {"version": 0, "at": AT} | fields
    return mark(session, key, state=state, **known)


def apology(session: CohortSession, of: make.Holder, **fields: object) -> Invitation:
    return Invitation.objects.create(
        **{
            "session": session,
            "person": of.person,
            "invited_at": BEFORE_TEN,
            "reply": Invitation.Reply.APOLOGY,
            "reply_to": session.begins_at,
            "replied_at": BEFORE_TEN,
        }
        | fields
    )


def test_everybody_who_holds_an_invited_post_that_day_is_expected_once() -> None:
    ayr = make.town("Ayr")
    lead = make.lead(ayr, name="Lead of Ayr")
    make.tenure(lead.person, Role.PROGRAMME_TEAM)
    make.lead(ayr, name="Left", until=DAY - timedelta(days=1), covering=True)
    make.lead(ayr, name="Covers since", since=DAY, covering=True)
    make.analyst(ayr, name="Not invited")
    make.team_member(name="Team")
    session = make.session(on=DAY)
    guest = make.person("Guest")
    for person, ended in ((guest, None), (make.person("Taken back"), AT), (lead.person, None)):
        Invitation.objects.create(session=session, person=person, invited_at=AT, ended_at=ended)

    register = register_of(session, on=DAY)

    assert [(place, [line.name for line in lines]) for place, lines in register.places] == [
        ("Ayr", ["Covers since", "Lead of Ayr"]),
        ("Programme Team", ["Team"]),
        ("Invited by name", ["Guest"]),
    ]
    assert (register.counted.is_begun, told_of(register.counted)) == (
        False,
        "The register has not been begun.",
    )


def test_a_press_records_and_the_first_makes_the_session_held() -> None:
    team, lead, session = make.team_member(), make.lead(name="Lead"), make.session(on=DAY)

    line = put(session, lead, HERE, by=team.user)

    session.refresh_from_db()
    assert (line.state, line.version, line.recorded_by, line.recorded_at) == (
        HERE,
        1,
        team.user,
        AT,
    )
    assert session.state == CohortSession.State.HELD
    assert told_of(register_of(session, on=DAY).counted) == (
        "1 present, 0 with apologies, 0 absent, 1 not recorded."
    )


def test_before_its_time_has_begun_a_line_is_kept_and_the_session_may_still_move() -> None:
    team, lead, session = make.team_member(), make.lead(), make.session(on=DAY)

    put(session, lead, EXCUSED, by=team.user, at=BEFORE_TEN)

    session.refresh_from_db()
    assert session.state == CohortSession.State.SCHEDULED


def test_taken_back_is_not_recorded_and_not_absent() -> None:
    team, lead, session = make.team_member(), make.lead(name="Lead"), make.session(on=DAY)
    put(session, lead, AWAY, by=team.user)

    put(session, lead, "", by=team.user, version=1)

    line = of(session, "Lead")
    assert (line.state, line.word, line.version) == ("", "Not recorded", 2)
    assert not register_of(session, on=DAY).counted.is_begun


def test_the_same_press_twice_records_once() -> None:
    team, lead, session = make.team_member(), make.lead(), make.session(on=DAY)

    found = [put(session, lead, HERE, by=team.user) for _ in range(2)]

    assert [line.version for line in found] == [1, 1]


def test_what_another_recorded_meanwhile_is_told_and_stays() -> None:
    moira, ewan = make.team_member(name="Moira Reid"), make.team_member(name="Ewan Ross")
    lead, session = make.lead(name="Lead"), make.session(on=DAY)
    put(session, lead, EXCUSED, by=moira.user)

    with pytest.raises(actions.ChangedMeanwhile) as refusal:
        put(session, lead, HERE, by=ewan.user)

    assert str(refusal.value) == "Lead was set to “apologies” by Moira Reid meanwhile."
    assert of(session, "Lead").state == EXCUSED
    assert put(session, lead, EXCUSED, by=ewan.user).version == 1  # both say the same
    assert put(session, lead, HERE, by=ewan.user, version=1).version == 2


def test_ones_own_later_press_counts_and_an_earlier_one_from_another_device_does_not() -> None:
    team, lead, session = make.team_member(), make.lead(), make.session(on=DAY)
    later = AT + timedelta(minutes=5)
    put(session, lead, HERE, by=team.user)

    assert put(session, lead, AWAY, by=team.user, at=later).version == 2
    with pytest.raises(actions.ChangedMeanwhile):
        put(session, lead, HERE, by=team.user, pressed_at=AT, at=later + timedelta(minutes=5))


def test_apologies_that_were_sent_stand_there_unless_they_were_to_another_time() -> None:
    lead, other = make.lead(name="Lead"), make.lead(name="Other")
    session = make.session(on=DAY)
    apology(session, lead, deputy="Jean Orr")
    apology(session, other, reply_to=BEFORE_TEN)

    line, to_old_time = of(session, "Lead"), of(session, "Other")

    assert (line.state, line.word, line.note, line.deputy, line.version) == (
        EXCUSED,
        "Sent apologies",
        "Deputy: Jean Orr",
        "Jean Orr",
        0,
    )
    assert (to_old_time.state, to_old_time.word) == ("", "Not recorded")
    team = make.team_member()
    put(session, lead, "", by=team.user)
    assert of(session, "Lead").state == ""


def test_a_deputy_counts_for_the_organisation_of_who_is_away_and_there_is_one() -> None:
    team, member = make.team_member(), make.steering_member(name="Member")
    group = member.tenure.group
    assert group is not None
    trust = make.organisation("Harbour Trust")
    member.tenure.seat = Seat.objects.create(
        group=group, organisation=trust, starts_on=make.BEGINNING
    )
    member.tenure.save()
    session = make.session(on=DAY, of=group)
    key = member.person.key

    [deputy] = add_by_name(session, ["Jean Orr"], in_place_of=key, by=team.user, at=AT)

    assert (deputy.organisation, deputy.deputy_for, deputy.state) == (trust, member.person, HERE)
    assert of(session, "Member").note == "Deputy: Jean Orr"
    assert of(session, "Jean Orr").note == "In place of Member"
    with pytest.raises(actions.DeputyKnown):
        add_by_name(session, ["Ann Bell"], in_place_of=key, by=team.user, at=AT)
    put(session, deputy.key, "", by=team.user, version=1)
    add_by_name(session, ["Ann Bell"], in_place_of=key, by=team.user, at=AT)
    with pytest.raises(actions.DeputyKnown):
        put(session, deputy.key, HERE, by=team.user, version=2)


def test_whoever_walks_in_is_there_for_an_organisation_known_or_not() -> None:
    team, session = make.team_member(), make.session(on=DAY)
    trust = make.organisation("Harbour Trust")

    add_by_name(session, ["Jean Orr"], organisation="harbour trust", by=team.user, at=AT)
    add_by_name(session, ["Ann Bell"], organisation="Boat Club", by=team.user, at=AT)

    rows = session.attendance.order_by("pk").values_list("name", "organisation", "state")
    assert list(rows) == [("Jean Orr", trust.pk, HERE), ("Ann Bell, Boat Club", None, HERE)]
    with pytest.raises(actions.NameKnown):
        add_by_name(session, ["JEAN ORR"], by=team.user, at=AT)
    with pytest.raises(actions.NameTooLong):
        add_by_name(session, ["J" * 100], organisation="O" * 30, by=team.user, at=AT)


def test_a_walk_in_that_a_device_sends_twice_is_there_once() -> None:
    team, session, key = make.team_member(), make.session(on=DAY), uuid4()

    for _ in range(2):
        add_by_name(session, ["Jean Orr"], key=key, by=team.user, at=AT)

    assert list(session.attendance.values_list("key", flat=True)) == [key]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"on": DAY + timedelta(days=1)}, "Its register opens that day."),
        ({"on": None}, "This session has no day yet."),
        ({"state": CohortSession.State.CANCELLED}, "This session was cancelled"),
        ({"state": CohortSession.State.CLOSED, "recording": "no"}, "This session is closed."),
    ],
)
def test_a_register_that_is_shut_takes_nothing_and_says_why(
    fields: dict[str, Any], words: str
) -> None:
    team, lead, session = make.team_member(), make.lead(), make.session(**{"on": DAY} | fields)
    deeds: list[Callable[[], object]] = [
        lambda: put(session, lead, HERE, by=team.user),
        lambda: add_by_name(session, ["Jean Orr"], by=team.user, at=AT),
    ]
    for deed in deeds:
        with pytest.raises(actions.RegisterShut, match=words):
            deed()

    assert not Attendance.objects.exists()


def test_somebody_of_another_session_is_not_of_this_one() -> None:
    team, session, other = make.team_member(), make.session(on=DAY), make.session(on=DAY)
    steering = make.steering_member()
    [elsewhere] = add_by_name(other, ["Jean Orr"], by=team.user, at=AT)

    for who in (steering, elsewhere.key, uuid4()):
        with pytest.raises(actions.NotInvited):
            put(session, who, HERE, by=team.user)


@pytest.mark.parametrize("holder", [make.lead, make.administrator, make.steering_member])
def test_only_the_programme_team_takes_it(holder: Callable[[], make.Holder]) -> None:
    lead, session, by = make.lead(), make.session(on=DAY), holder().user

    with pytest.raises(PermissionDenied):
        put(session, lead, HERE, by=by)
    with pytest.raises(PermissionDenied):
        add_by_name(session, ["Jean Orr"], by=by, at=AT)


@pytest.fixture
def today() -> CohortSession:
    """A session whose register is open now."""
    return make.session(on=timezone.localdate())


@pytest.fixture
def team(client: Client) -> User:
    """Who is signed in."""
    user = make.second_step(make.team_member(name="Moira Reid")).user
    client.force_login(user)
    return user


def test_a_press_without_scripts_leads_back_to_the_line(
    client: Client, team: User, today: CohortSession
) -> None:
    lead, page = make.lead(name="Lead"), f"/sessions/{today.slug}/register/"
    line = of(today, "Lead", on=timezone.localdate())
    assert f'value="{line.present}"' in client.get(page).content.decode()

    answer = client.post(page, {"mark": line.present})

    assert answer.headers["Location"] == f"{page}#row-{lead.person.key}"
    assert of(today, "Lead", on=timezone.localdate()).state == HERE
    assert team


def test_without_scripts_too_another_ones_line_is_shown_and_asked_about(
    client: Client, team: User, today: CohortSession
) -> None:
    lead, other = make.lead(name="Lead"), make.team_member(name="Ewan Ross")
    line = of(today, "Lead", on=timezone.localdate())
    put(today, lead, AWAY, by=other.user, at=timezone.now())

    page = client.post(f"/sessions/{today.slug}/register/", {"mark": line.present}, follow=True)

    text = page.content.decode()
    assert "Lead was set to “absent” by Ewan Ross meanwhile. If that is wrong, press again." in text
    assert of(today, "Lead", on=timezone.localdate()).state == AWAY
    assert team


@pytest.mark.parametrize("wrong", ["", "x", "x 0 present", f"{UUID(int=1)} 0 dancing", "\0"])
def test_what_no_button_sends_is_refused(
    client: Client, team: User, today: CohortSession, wrong: str
) -> None:
    path = f"/sessions/{today.slug}/register/"

    page = client.post(path, {"mark": wrong}, follow=True).content.decode()
    told = client.post(f"{path}lines/", {"mark": wrong, "owner": team.person.key})

    assert "Press one of the buttons of a line." in page
    assert told.status_code == 422
    assert not Attendance.objects.exists()


def test_a_device_is_told_the_line_or_who_changed_it(
    client: Client, team: User, today: CohortSession
) -> None:
    lead, other = make.lead(name="Lead"), make.team_member(name="Ewan Ross")
    path = f"/sessions/{today.slug}/register/lines/"
    owner, key = str(team.person.key), lead.person.key
    listed = client.get(path).json()
    assert (listed["owner"], next(one["name"] for one in listed["lines"])) == (owner, "Lead")

    taken = client.post(path, {"owner": owner, "mark": f"{key} 0 present"})
    put(today, lead, AWAY, by=other.user, version=1, at=timezone.now())
    asked = client.post(path, {"owner": owner, "mark": f"{key} 1 none"})
    stranger = client.post(path, {"owner": str(uuid4()), "mark": f"{key} 2 present"})

    assert (taken.status_code, taken.json()["line"]["state"]) == (200, HERE)
    assert (asked.status_code, asked.json()["why"], asked.json()["line"]["state"]) == (
        409,
        "changed",
        AWAY,
    )
    assert (stranger.status_code, stranger.json()["why"]) == (409, "somebody-else")


def test_a_device_adds_by_a_key_of_its_own(
    client: Client, team: User, today: CohortSession
) -> None:
    path, key = f"/sessions/{today.slug}/register/lines/", str(uuid4())
    sent = {"owner": str(team.person.key), "added": "1", "key": key, "names": "Jean Orr"}

    answers = [client.post(path, sent).status_code for _ in range(2)]
    refused = client.post(path, sent | {"key": str(uuid4())})

    assert answers == [200, 200]
    assert (refused.status_code, refused.json()["refusal"]) == (
        422,
        "Jean Orr is in the register already.",
    )
    assert [str(row.key) for row in today.attendance.all()] == [key]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("", "Enter a name."),
        ("\n".join(f"Person {number}" for number in range(400)), "These are 400 names."),
        ("J" * 1000, "is 1,000 characters long. Shorten it to 120 or fewer."),
    ],
)
def test_names_that_do_not_fit_are_refused_in_a_sentence_and_stay_in_the_box(
    client: Client, team: User, today: CohortSession, names: str, words: str
) -> None:
    path = f"/sessions/{today.slug}/register/add/"

    page = client.post(path, {"names": names}).content.decode()

    assert words in page
    assert names[-300:] in page
    assert not Attendance.objects.exists()
    assert team


def test_several_names_are_added_at_once_one_a_line(
    client: Client, team: User, today: CohortSession
) -> None:
    client.post(f"/sessions/{today.slug}/register/add/", {"names": "Jean Orr\r\n\r\nAnn Bell\n"})

    assert list(today.attendance.values_list("name", flat=True)) == ["Jean Orr", "Ann Bell"]
    assert team


def test_the_register_costs_the_same_statements_however_many_are_invited(
    client: Client, team: User, today: CohortSession
) -> None:
    def counted() -> tuple[int, int]:
        lead = make.lead()
        with CaptureQueriesContext(connection) as read:
            client.get(f"/sessions/{today.slug}/register/")
        with CaptureQueriesContext(connection) as sent:
            mark = f"{lead.person.key} 0 present"
            client.post(f"/sessions/{today.slug}/register/", {"mark": mark})
        assert today.attendance.filter(person=lead.person, state=HERE).exists()
        return len(read), len(sent)

    counted()
    few = counted()
    for _ in range(60):
        put(today, make.lead(), HERE, by=team, at=timezone.now())
    many = counted()

    assert many == few
    assert many[0] <= 10
    assert many[1] <= 14


def test_who_was_there_is_shown_to_those_who_plan_alone(
    client: Client, today: CohortSession
) -> None:
    lead = make.lead()
    client.force_login(lead.user)

    for page in ("register/", "register/lines/", "register/add/"):
        assert client.get(f"/sessions/{today.slug}/{page}").status_code == 403
