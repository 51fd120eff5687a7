"""The Programme Team is told whom the portal cannot reach, once, with what to do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from front.letters import problems
from front.letters.problem_plan import NAME, plan
from outbox.actions.mending import try_again
from outbox.actions.planning import plan as promise_due
from outbox.actions.suppressing import lift, suppress
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Attempt, Letter, Notice, Suppression
from outbox.planning import Due, planners
from people.models import Invitation
from tests import make

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 9, 9, tzinfo=UTC)
BOUNCE, COMPLAINT = Suppression.Reason.BOUNCE, Suppression.Reason.COMPLAINT


def unreached(email: str, *, reason: str = BOUNCE, days_ago: int = 1) -> Suppression:
    since = AT - timedelta(days=days_ago)
    return suppress(email, reason=reason, evidence="550 5.1.1 No such user", at=since)


def stopped(of: make.Holder | None = None, *, hours_ago: int = 2, **fields: object) -> Letter:
    """A letter that stopped, so many hours ago."""
    at = AT - timedelta(hours=hours_ago)
    reader = (of or make.lead(name="Isla Fraser")).person
    return make.letter(reader, **{"at": at, "state": "failed", "to": "x@example.org"} | fields)  # type: ignore[arg-type]


def due() -> list[Due]:
    return plan(AT).due


def about() -> list[tuple[int, str]]:
    return [(one.promise.person, one.promise.about) for one in due()]


def said(one: Due | None = None) -> Said:
    """What the team reads of the one problem."""
    (found,) = [one] if one else due()
    notice = Notice.objects.create(
        kind=NAME,
        person=found.promise.person,
        about=found.promise.about,
        occasion=found.promise.occasion,
        promised_at=AT,
        not_before=AT,
    )
    return problems.tell([notice], at=AT)[notice.pk]


def part() -> Part:
    found = said()
    assert isinstance(found, Part)
    return found


def test_the_planner_is_known_to_the_outbox() -> None:
    assert planners()["problems"] is plan


def test_each_of_the_team_is_told_of_an_address_and_nobody_else() -> None:
    team = [make.team_member().person.pk for _ in range(2)]
    for maker in (make.lead, make.administrator, make.steering_member):
        maker()
    make.team_member(until=datetime(2026, 11, 8, tzinfo=UTC).date())
    found = unreached("isla@example.org")

    assert about() == [(person, f"outbox.suppression:{found.pk}") for person in team]
    assert due()[0].why == (
        "letters to isla@example.org have come back since Sunday 8 November 2026"
    )


def test_whoever_is_not_reached_is_not_told_of_it_by_letter() -> None:
    gone, other = make.team_member(), make.team_member()
    unreached(gone.user.email)

    assert [person for person, _ in about()] == [other.person.pk]


def test_what_was_mended_or_is_old_or_stopped_by_hand_is_no_problem() -> None:
    make.team_member()
    lift(unreached("a@example.org"), by=1, at=AT)
    unreached("b@example.org", days_ago=15)
    unreached("c@example.org", reason=Suppression.Reason.BY_HAND)

    assert due() == []


def test_the_team_is_told_once_however_often_it_is_planned() -> None:
    make.team_member()
    unreached("isla@example.org")
    stopped()

    counts = []
    for hours in range(3):
        promise_due(at=AT + timedelta(hours=hours))
        counts.append(Notice.objects.filter(kind=NAME).count())

    assert counts == [2, 2, 2]


@pytest.mark.parametrize("state", ["failed", "aside"])
def test_a_letter_that_was_refused_or_set_aside_is_told(state: str) -> None:
    team = make.team_member()
    letter = stopped(state=state, reason="No.")

    assert about() == [(team.person.pk, f"outbox.letter:{letter.pk}")]


def test_letters_of_other_states_codes_and_old_ones_are_not_told() -> None:
    make.team_member()
    for state in ("ready", "not_needed", "expired", "suppressed"):
        stopped(state=state)
    stopped(kind="people/sign_in_code")
    stopped(hours_ago=15 * 24)

    assert due() == []


def test_an_invitation_that_was_refused_is_told() -> None:
    make.team_member()
    letter = stopped(kind="people/invitation")

    assert [one for _, one in about()] == [f"outbox.letter:{letter.pk}"]


def test_a_letter_to_an_address_that_is_told_of_by_itself_is_not_told_besides() -> None:
    make.team_member()
    gone = unreached("x@example.org")
    stopped(to="X@example.org")

    assert [one for _, one in about()] == [f"outbox.suppression:{gone.pk}"]


def test_a_letter_that_only_told_of_problems_makes_no_other_problem() -> None:
    make.team_member()
    stopped(kind=NAME)

    assert due() == []


def test_many_letters_of_one_day_are_told_as_one_thing() -> None:
    team = make.team_member()
    for _ in range(11):
        stopped(make.lead())

    assert about() == [(team.person.pk, f"outbox.day:{AT.date().toordinal()}")]
    found = part()
    assert found.subject == "11 letters of Monday 9 November 2026 could not be sent"
    assert "See how mail runs:\nhttp://localhost:8000/office/letters/jobs/" in found.text


def test_the_letter_says_whom_since_when_what_was_said_and_what_to_do() -> None:
    make.team_member()
    isla = make.user("Isla Fraser", email="isla@example.org")
    unreached("isla@example.org")

    found = part()

    assert found.subject == "Letters do not reach Isla Fraser"
    assert found.reason == "you are a member of the Programme Team"
    assert "have come back since Sunday 8 November 2026" in found.text
    assert "> 550 5.1.1 No such user" in found.text
    assert f"http://localhost:8000/office/people/{isla.person.key}/" in found.text


def test_an_address_of_an_invitation_leads_to_its_person_and_one_of_nobody_to_the_letters() -> None:
    make.team_member()
    person = make.person("Rory Bain")
    Invitation.objects.create(
        person=person, email="Rory@example.org", token_hash="x", expires_on=AT.date()
    )
    unreached("rory@example.org")
    invited = part()
    lift(Suppression.objects.get(), by=1, at=AT)
    unreached("stranger@example.org")

    assert f"/office/people/{person.key}/" in invited.text
    assert "/office/letters/\n" in f"{part().text}\n"


def test_a_complaint_is_told_as_what_it_is() -> None:
    make.team_member()
    make.user("Isla Fraser", email="isla@example.org")
    unreached("isla@example.org", reason=COMPLAINT)

    assert "Isla Fraser told their mail provider" in part().text


def test_a_stopped_letter_is_told_with_its_last_answer_and_none_of_its_words() -> None:
    make.team_member()
    letter = stopped(text="MARKER", subject="MARKER", state="aside", reason="Three crashes.")
    Attempt.objects.create(letter=letter, at=AT, phase="dot", code=554, reply="Message refused")

    found = part()

    assert found.subject == "A letter to Isla Fraser could not be sent"
    assert "was set aside. It was to tell: Letter of another program." in found.text
    assert "> 554 Message refused" in found.text
    assert f"http://localhost:8000/office/letters/{letter.key}/" in found.text
    assert "MARKER" not in found.text


def test_without_an_answer_the_reason_is_told() -> None:
    make.team_member()
    stopped(state="aside", reason="The program that sent it died with it three times.")

    assert "Why: The program that sent it died with it three times." in part().text


def test_what_was_mended_meanwhile_is_not_told() -> None:
    make.team_member()
    gone, letter = unreached("isla@example.org"), stopped()
    found = due()
    lift(gone, by=1, at=AT)
    try_again(letter, at=AT)

    assert [said(one) for one in found] == [Unneeded("Somebody mended it meanwhile.")] * 2


def test_whoever_left_the_team_meanwhile_is_not_told() -> None:
    team = make.team_member()
    unreached("isla@example.org")
    (one,) = due()
    team.tenure.ends_on = datetime(2026, 11, 8, tzinfo=UTC).date()
    team.tenure.save()

    assert said(one) == Unneeded("They are not of the Programme Team any more.")


def test_words_of_a_server_cannot_pass_for_a_part_of_the_letter() -> None:
    make.team_member()
    letter = stopped()
    Attempt.objects.create(
        letter=letter, at=AT, phase="rcpt", code=550, reply="Open here:\nhttps://evil.example/"
    )

    assert "> https://evil.example/" in part().text


def test_ten_problems_take_as_many_statements_as_one() -> None:
    def statements(notices: list[Notice]) -> int:
        with CaptureQueriesContext(connection) as seen:
            problems.tell(notices, at=AT)
        return len(seen)

    make.team_member()
    for number in range(5):
        make.user(email=f"gone{number}@example.org")
        unreached(f"gone{number}@example.org")
        stopped(make.lead())
    promise_due(at=AT)
    notices = list(Notice.objects.filter(kind=NAME).order_by("about"))
    first = [notices[0], notices[5]]

    assert len(notices) == 10
    assert statements(notices) == statements(first) <= 9
