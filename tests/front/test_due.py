"""What would go out on a day: to whom and why, merged as it will be; asking changes nothing."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from front.queries.due import DueDay, due_on
from outbox.actions.choosing import choose
from outbox.actions.planning import plan
from outbox.actions.promising import promise, promise_all
from outbox.actions.suppressing import suppress
from outbox.models import Letter, Notice, Preference, Suppression
from outbox.planning import Spared
from tests import make
from tests.front.rules import ASKED, CODE, NEWS, SOON, TODAY, Rules

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 4, 10, tzinfo=UTC)  # a Wednesday
WEDNESDAY, THURSDAY, FRIDAY = date(2026, 11, 4), date(2026, 11, 5), date(2026, 11, 6)
SATURDAY, MONDAY = date(2026, 11, 7), date(2026, 11, 9)


def on(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def told(day: DueDay) -> list[tuple[str, list[str]]]:
    return [(letter.name, [part.title for part in letter.parts]) for letter in day.letters]


def skipped(day: DueDay) -> list[tuple[str, str]]:
    return [(one.who, one.why) for one in day.skipped]


def ailsa() -> make.Holder:
    return make.lead(name="Ailsa Kerr")


def test_a_day_to_come_lists_what_falls_on_it_and_no_other_day(rules: Rules) -> None:
    rules.falls_due(ailsa().person.pk, on(FRIDAY), until=on(MONDAY))

    found = {day: told(due_on(day, at=NOW)) for day in (THURSDAY, FRIDAY, SATURDAY, MONDAY)}

    assert found == {
        THURSDAY: [],
        FRIDAY: [("Ailsa Kerr", ["Due soon"])],
        SATURDAY: [],
        MONDAY: [],
    }


@pytest.mark.parametrize("hour", [0, 7, 8, 12, 17, 18])
def test_every_stage_is_seen_whatever_its_hour_and_its_end(rules: Rules, hour: int) -> None:
    since = on(FRIDAY, hour)
    rules.falls_due(ailsa().person.pk, since, until=max(since, on(FRIDAY, 9)) + timedelta(hours=5))

    assert told(due_on(FRIDAY, at=NOW)) == [("Ailsa Kerr", ["Due soon"])]


def test_what_falls_due_in_quiet_hours_belongs_to_the_next_morning(rules: Rules) -> None:
    lead = ailsa()
    rules.falls_due(lead.person.pk, on(SATURDAY))
    rules.falls_due(lead.person.pk, on(FRIDAY, 20), kind=TODAY)

    assert [told(due_on(day, at=NOW)) for day in (FRIDAY, SATURDAY)] == [[], []]
    monday = due_on(MONDAY, at=NOW)
    assert told(monday) == [("Ailsa Kerr", ["Due today", "Due soon"])]
    assert monday.letters[0].leaves_at == on(MONDAY)


def test_two_councils_with_different_holidays_differ_by_a_day(rules: Rules) -> None:
    ailsa_, bruce = ailsa(), make.lead(name="Bruce Hay")
    for lead in (ailsa_, bruce):
        rules.falls_due(lead.person.pk, on(THURSDAY, 7))
    rules.closed[bruce.person.pk] = {THURSDAY}

    assert told(due_on(THURSDAY, at=NOW)) == [("Ailsa Kerr", ["Due soon"])]
    assert told(due_on(FRIDAY, at=NOW)) == [("Bruce Hay", ["Due soon"])]


def test_a_person_who_owes_three_things_gets_one_letter_in_order(rules: Rules) -> None:
    lead = ailsa()
    rules.falls_due(lead.person.pk, on(FRIDAY), kind=NEWS, occasion="2026-W45")
    rules.falls_due(lead.person.pk, on(FRIDAY), kind=SOON)
    rules.falls_due(lead.person.pk, on(FRIDAY), kind=TODAY)

    assert told(due_on(FRIDAY, at=NOW)) == [
        ("Ailsa Kerr", ["Due today", "Due soon", "What is new"])
    ]


def test_a_letter_that_is_not_routine_leaves_alone_at_any_hour(rules: Rules) -> None:
    lead = ailsa()
    rules.falls_due(lead.person.pk, on(SATURDAY, 21), kind=ASKED)
    rules.falls_due(lead.person.pk, on(SATURDAY, 9))

    assert told(due_on(SATURDAY, at=NOW)) == [("Ailsa Kerr", ["Asked about an item"])]


def test_what_can_first_leave_when_it_is_of_no_use_is_skipped(rules: Rules) -> None:
    rules.falls_due(ailsa().person.pk, on(FRIDAY, 20), until=on(MONDAY, 8), kind=ASKED)
    rules.falls_due(ailsa().person.pk, on(FRIDAY, 9), until=on(FRIDAY, 20))
    rules.closed[rules.due[1].promise.person] = {FRIDAY}

    assert told(due_on(FRIDAY, at=NOW)) == [("Ailsa Kerr", ["Asked about an item"])]


def test_who_is_spared_is_told_once_with_the_reason(rules: Rules) -> None:
    rules.spared = [Spared(SOON.name, "Project Lead, Dalkeith", "the post is vacant")]

    found = due_on(FRIDAY, at=NOW)

    assert [(one.title, one.who, one.why) for one in found.skipped] == [
        ("Due soon", "Project Lead, Dalkeith", "the post is vacant")
    ]


def test_who_cannot_or_will_not_be_written_to_is_skipped_with_the_reason(rules: Rules) -> None:
    chooser, gone, unreachable = ailsa(), make.person("Bruce Hay"), make.lead(name="Cat Lennox")
    choose(chooser.person.pk, Preference.Choice.DUTY, at=NOW)
    suppress(unreachable.user.email, reason=Suppression.Reason.BOUNCE, evidence="5.1.1", at=NOW)
    for person in (chooser.person, gone, unreachable.person):
        rules.falls_due(person.pk, on(FRIDAY))

    found = due_on(FRIDAY, at=NOW)

    assert told(found) == []
    assert skipped(found) == [
        ("Ailsa Kerr", "They chose to get less: “Only what I must have”."),
        ("Bruce Hay", "No account, and so no address."),
        ("Cat Lennox", "The address cannot be reached since Wednesday 4 November 2026."),
    ]


def test_today_names_what_waits_and_what_was_missed(rules: Rules) -> None:
    lead, other = ailsa(), make.lead(name="Bruce Hay")
    rules.falls_due(lead.person.pk, on(date(2026, 11, 2)), until=on(FRIDAY))  # nothing ran then
    promise(NEWS.name, to=other.person.pk, about="towns.town:2", occasion="1", at=NOW)

    found = due_on(WEDNESDAY, at=NOW)

    assert told(found) == [("Ailsa Kerr", ["Due soon"]), ("Bruce Hay", ["What is new"])]
    assert [letter.leaves_at for letter in found.letters] == [NOW, NOW]
    assert found.letters[1].parts[0].why == "promised on Wednesday 4 November 2026 at 10.00"
    assert [part.state for letter in found.letters for part in letter.parts] == ["due", "waiting"]


def test_what_was_told_before_is_not_listed_again(rules: Rules) -> None:
    rules.falls_due(ailsa().person.pk, on(date(2026, 11, 2)), until=on(FRIDAY))
    plan(at=on(date(2026, 11, 2), 9))
    told_on(on(date(2026, 11, 2), 9))

    assert told(due_on(WEDNESDAY, at=NOW)) == []


def told_on(moment: datetime) -> None:
    """Every notice that waits is told then, in one routine letter."""
    for notice in Notice.objects.filter(state=Notice.State.WAITING):
        letter = Letter.objects.create(
            message_id=f"<{notice.pk}@example.org>",
            person=notice.person,
            lane=1,
            is_routine=True,
            day=moment.date(),
            state=Letter.State.ACCEPTED,
            promised_at=moment,
            not_before=moment,
            accepted_at=moment,
        )
        Notice.objects.filter(pk=notice.pk).update(
            state=Notice.State.TOLD, letter=letter, settled_at=moment
        )


def test_after_todays_letter_the_rest_belongs_to_the_next_working_day(rules: Rules) -> None:
    lead = ailsa()
    promise(SOON.name, to=lead.person.pk, about="towns.town:1", occasion="1", at=NOW)
    told_on(NOW)
    promise(NEWS.name, to=lead.person.pk, about="towns.town:1", occasion="2", at=NOW)
    rules.closed[lead.person.pk] = {THURSDAY}

    found = {day: told(due_on(day, at=NOW)) for day in (WEDNESDAY, THURSDAY, FRIDAY)}

    assert found == {WEDNESDAY: [], THURSDAY: [], FRIDAY: [("Ailsa Kerr", ["What is new"])]}


def test_a_past_day_marks_what_was_sent_and_what_never_was(rules: Rules) -> None:
    monday = date(2026, 11, 2)
    sent, missed = ailsa(), make.lead(name="Bruce Hay")
    rules.falls_due(sent.person.pk, on(monday))
    plan(at=on(monday))
    told_on(on(monday))
    rules.falls_due(missed.person.pk, on(monday))

    found = due_on(monday, at=NOW)

    assert [(letter.name, letter.parts[0].word) for letter in found.letters] == [
        ("Ailsa Kerr", "Sent already, on Monday 2 November 2026 at 8.00"),
        ("Bruce Hay", "Not sent: nobody promised it"),
    ]


def test_what_became_needless_is_skipped_with_its_reason(rules: Rules) -> None:
    rules.falls_due(ailsa().person.pk, on(WEDNESDAY))
    plan(at=on(WEDNESDAY))
    Notice.objects.update(state="not_needed", reason="handed in today", settled_at=NOW)

    assert skipped(due_on(WEDNESDAY, at=NOW)) == [("Ailsa Kerr", "handed in today")]


def test_held_notices_are_named_as_such_and_codes_never(rules: Rules) -> None:
    lead = ailsa()
    held = rules.falls_due(lead.person.pk, on(WEDNESDAY))
    promise_all([held.promise], at=NOW, hold=True)
    Notice.objects.create(
        kind=CODE.name, person=lead.person.pk, about="x:1", promised_at=NOW, not_before=NOW
    )

    found = due_on(WEDNESDAY, at=NOW)

    assert told(found) == []
    assert skipped(found) == [
        ("Ailsa Kerr", "Held for a person to look at: unusually many at once.")
    ]


def test_after_a_standstill_the_latest_stages_leave_in_one_letter(rules: Rules) -> None:
    lead = ailsa()
    person = lead.person.pk
    rules.falls_due(person, on(date(2026, 10, 23)), kind=NEWS, occasion="told before it")
    rules.falls_due(person, on(THURSDAY), until=on(FRIDAY), kind=SOON)
    rules.falls_due(person, on(FRIDAY), kind=TODAY)
    rules.falls_due(person, on(SATURDAY), kind=NEWS, occasion="2026-W45")

    found = due_on(MONDAY, down_since=THURSDAY, at=NOW)

    assert told(found) == [("Ailsa Kerr", ["Due today", "What is new"])]
    assert found.letters[0].leaves_at == on(MONDAY)


def test_a_standstill_is_supposed_even_if_all_was_told_meanwhile(rules: Rules) -> None:
    rules.falls_due(ailsa().person.pk, on(date(2026, 11, 2)))
    plan(at=on(date(2026, 11, 2)))
    told_on(on(date(2026, 11, 2)))

    assert told(due_on(WEDNESDAY, down_since=date(2026, 11, 2), at=NOW)) == [
        ("Ailsa Kerr", ["Due soon"])
    ]
    assert told(due_on(WEDNESDAY, down_since=date(2026, 11, 3), at=NOW)) == []


def state_of_tables() -> str:
    """One sum over every row of the rooms that a planner reads or the outbox writes."""
    sums = hashlib.sha256()
    for room in ("outbox", "reflections", "towns", "people", "audit"):
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t ORDER BY 1')
                sums.update(repr(cursor.fetchall()).encode())
    return sums.hexdigest()


def test_asking_changes_nothing() -> None:
    lead = make.lead(make.town("Ayr"))
    make.obligation(about=lead.town, month=date(2026, 10, 1))
    before = state_of_tables()

    for day in (WEDNESDAY, FRIDAY, date(2026, 10, 25), date(2027, 1, 2)):
        due_on(day, at=NOW)
        due_on(day, down_since=date(2026, 10, 20), at=NOW)

    assert state_of_tables() == before


def test_seven_hundred_towns_take_as_many_statements_as_seven() -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            due_on(FRIDAY, at=NOW)
        return len(seen)

    for _ in range(7):
        make.obligation(about=make.lead().town, month=date(2026, 10, 1))
    few = statements()
    for _ in range(63):
        make.obligation(about=make.lead().town, month=date(2026, 10, 1))

    assert statements() == few


def told_by_command(*arguments: str) -> str:
    out = StringIO()
    call_command("due", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_tells_people_in_sentences(rules: Rules) -> None:
    lead = ailsa()
    rules.falls_due(lead.person.pk, on(FRIDAY), until=on(MONDAY), why="it is due")
    rules.spared = [Spared(SOON.name, "Project Lead, Dalkeith", "the post is vacant")]
    until = "of use until Monday 9 November 2026 at 8.00"

    lines = told_by_command("--on", "2026-11-06").splitlines()

    assert lines == [
        "Friday 6 November 2026: 1 letter",
        "",
        f"Ailsa Kerr <{lead.user.email}>, from 8.00",
        f"  Due soon: it is due, {until} [Not sent: nobody promised it]",
        "",
        "Skipped: 1",
        "  Project Lead, Dalkeith, Due soon: the post is vacant",
    ]


def test_the_commands_json_keeps_its_keys(rules: Rules) -> None:
    lead = ailsa()
    rules.falls_due(lead.person.pk, on(date(2098, 11, 6)))
    rules.spared = [Spared(SOON.name, "Project Lead, Dalkeith", "the post is vacant")]

    told = json.loads(told_by_command("--on", "2098-11-06", "--json"))

    assert told | {"asked_at": ""} == {
        "on": "2098-11-06",
        "asked_at": "",
        "down_since": None,
        "held_back": [],
        "letters": [
            {
                "person": lead.person.pk,
                "name": "Ailsa Kerr",
                "email": lead.user.email,
                "leaves_at": "2098-11-06T08:00:00Z",
                "parts": [
                    {
                        "kind": "test/soon",
                        "title": "Due soon",
                        "about": "towns.town:1",
                        "occasion": "2026-10",
                        "why": "the report of Ayr is due soon",
                        "since": "2098-11-06T08:00:00Z",
                        "useful_until": None,
                        "state": "due",
                    }
                ],
            }
        ],
        "skipped": [
            {
                "kind": "test/soon",
                "title": "Due soon",
                "who": "Project Lead, Dalkeith",
                "why": "the post is vacant",
            }
        ],
    }


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(CommandError, match="is no day"):
        told_by_command("--on", "yesterday")
