"""Somebody has been here: beside a challenge stands what other towns learned about the same."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from reflections.actions.echoes import Said, answer_echo
from reflections.models import Audience, Echo, Item, Kind, Report, Reuse
from reflections.queries.neighbours import challenge_to_compare, neighbours_of
from tests import make
from towns.models import Outcome

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
TODAY = AT.date()
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))
DAMP = "Damp walls in the tenement, and the landlord does not answer letters."
NEAR = "The landlord answered once three neighbours wrote about damp walls together."
FAR = "A choir came to the harbour and everybody sang."


@pytest.fixture
def ayr() -> make.Holder:
    return make.lead(make.town("Ayr", slug="ayr"), name="Isla Fraser")


@pytest.fixture
def dunoon() -> make.Holder:
    return make.lead(make.town("Dunoon", slug="dunoon"), name="Ruaridh")


@pytest.fixture
def housing() -> Outcome:
    return make.outcome("Housing", theme="Resources")


def challenge(of: make.Holder, *tags: Outcome, text: str = DAMP, **fields: object) -> Item:
    found = Report.objects.filter(town=of.town, month=OCTOBER).first()
    item = make.item(of=found or make.report(about=of.town), text=text, **fields)  # type: ignore[arg-type]
    item.outcomes.set(tags)
    return item


def learned(
    by: make.Holder, *tags: Outcome, text: str = NEAR, month: date = SEPTEMBER, **fields: object
) -> Item:
    found = Report.objects.filter(town=by.town, month=month).first()
    report = found or make.submitted_report(about=by.town, month=month, by=by.user)
    given = {"kind": Kind.LEARNING, "audience": Audience.COHORT, "by": by.person} | fields
    item = make.item(of=report, text=text, **given)  # type: ignore[arg-type]
    item.outcomes.set(tags)
    return item


def offered(item: Item, user: User) -> list[str]:
    """The texts that are offered beside a challenge."""
    found = challenge_to_compare(item.key, user, on=TODAY)
    assert found is not None
    return [one.text for one in neighbours_of(found, user, on=TODAY)]


def test_what_another_town_learned_about_the_same_is_offered(
    ayr: make.Holder, dunoon: make.Holder, housing: Outcome
) -> None:
    learned(dunoon, housing)

    assert offered(challenge(ayr, housing), ayr.user) == [NEAR]


def test_words_alone_are_not_near_and_neither_is_an_outcome_alone(
    ayr: make.Holder, dunoon: make.Holder, housing: Outcome
) -> None:
    learned(dunoon, make.outcome("Parking"))
    learned(dunoon, housing, text=FAR)
    learned(dunoon, housing, text="One word of damp is chance.")

    assert offered(challenge(ayr, housing), ayr.user) == []


def test_a_challenge_without_outcomes_or_without_words_is_offered_nothing(
    ayr: make.Holder, dunoon: make.Holder, housing: Outcome
) -> None:
    learned(dunoon, housing)

    assert offered(challenge(ayr), ayr.user) == []
    assert offered(challenge(ayr, housing, text="2026: 1, 2, 3!"), ayr.user) == []


def _own(item: Item) -> None:
    Report.objects.filter(pk=item.report_id).update(town=_ayr(), month=date(2026, 5, 1))


def _ayr() -> int:
    return Report.objects.get(town__slug="ayr", month=OCTOBER).town_id


def _draft(item: Item) -> None:
    Report.objects.filter(pk=item.report_id).update(
        status=Report.Status.OPEN, submitted_at=None, submitted_by=None
    )


def _revised(item: Item) -> None:
    Report.objects.filter(pk=item.report_id).update(status=Report.Status.REVISING)


def _later(item: Item) -> None:
    Report.objects.filter(pk=item.report_id).update(month=NOVEMBER)


def _of_the_team(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(audience=Audience.TEAM)


def _sensitive(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(audience=Audience.TEAM, sensitive=True)


def _questioned(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(open_findings=1)


def _set_aside(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(quarantined_at=AT, quarantined_by=make.user())


def _taken_out(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(withdrawn_at=AT)


def _of_another_kind(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(kind=Kind.CHALLENGE)


@pytest.mark.parametrize(
    "change",
    [
        _own,
        _draft,
        _revised,
        _later,
        _of_the_team,
        _sensitive,
        _questioned,
        _set_aside,
        _taken_out,
        _of_another_kind,
    ],
)
def test_nothing_is_offered_that_is_ones_own_or_later_or_not_to_be_read(
    ayr: make.Holder, dunoon: make.Holder, housing: Outcome, change: Callable[[Item], None]
) -> None:
    item, mine = learned(dunoon, housing), challenge(ayr, housing)
    assert offered(mine, ayr.user) == [NEAR]

    change(item)

    assert offered(mine, ayr.user) == []


def test_at_most_three_those_first_that_share_the_most_outcomes_then_the_nearest_words(
    ayr: make.Holder, dunoon: make.Holder, housing: Outcome
) -> None:
    safe = make.outcome("Feeling safe", theme="Stewardship")
    learned(dunoon, housing, text="Letters about damp went to one landlord.")
    nearest = "Damp walls in the tenement: the landlord does answer letters if they are many."
    learned(dunoon, housing, text=nearest)
    learned(dunoon, housing, text="Somebody spoke of walls, of letters and of nothing else at all.")
    both = "Walls were painted, and a letter came."
    learned(dunoon, housing, safe, text=both)

    found = offered(challenge(ayr, housing, safe), ayr.user)

    assert (len(found), found[:2]) == (3, [both, nearest])


def test_old_items_are_found_behind_many_new_ones_and_no_more_is_compared_than_needed(
    ayr: make.Holder, dunoon: make.Holder, housing: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned(dunoon, housing)
    for number in range(6):
        learned(dunoon, housing, text=f"A choir sang, number {number}.")
    mine = challenge(ayr, housing)

    monkeypatch.setattr("reflections.queries.neighbours.WINDOWS", (3, 100))
    assert offered(mine, ayr.user) == [NEAR]

    monkeypatch.setattr("reflections.queries.neighbours.WINDOWS", (3, 5))
    assert offered(mine, ayr.user) == []


def test_each_is_told_with_outcomes_what_was_said_later_and_who_used_it(
    ayr: make.Holder, dunoon: make.Holder, housing: Outcome
) -> None:
    item = make.learning(by=dunoon, months_ago=7, at=AT, audience=Audience.COHORT, text=NEAR)
    item.outcomes.set([housing])
    answer_echo(item, Said(Echo.Answer.CHANGED, 6, line="Two wrote."), by=dunoon.user, at=AT)
    for town in (make.town(), make.town()):
        Reuse.objects.create(item=item, town=town, by=dunoon.user, at=AT)
    mine = challenge_to_compare(challenge(ayr, housing).key, ayr.user, on=TODAY)
    assert mine is not None

    (one,) = neighbours_of(mine, ayr.user, on=TODAY)

    assert (one.title, one.touches, one.used) == (
        "Dunoon, March 2026",
        ["Housing"],
        "Used by 2 towns",
    )
    assert [(said.words, said.line) for said in one.said] == [
        ("6 months later: changed", "Two wrote.")
    ]


# --- The page -------------------------------------------------------------------------------------
def page(client: Client, reader: make.Holder, item: Item, query: str = "") -> str:
    client.force_login(reader.user)
    answer = client.get(f"/items/{item.key}/neighbours/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_leads_to_what_they_learned_and_to_asking_them(
    client: Client, ayr: make.Holder, dunoon: make.Holder, housing: Outcome
) -> None:
    item, mine = learned(dunoon, housing), challenge(ayr, housing)

    source = page(client, ayr, mine)

    assert f"/learning/items/{item.key}/" in source
    assert f"/items/{item.key}/introduce/?challenge={mine.key}" in source
    assert DAMP in source


def test_the_script_is_given_the_list_alone_and_nothing_where_nothing_is_near(
    client: Client, ayr: make.Holder, dunoon: make.Holder, housing: Outcome
) -> None:
    mine = challenge(ayr, housing)
    assert page(client, ayr, mine, "?part=1").strip() == ""

    learned(dunoon, housing)
    source = page(client, ayr, mine, "?part=1")

    assert (source.strip()[:21], "<h1" in source, NEAR in source) == (
        '<div data-number="1">',
        False,
        True,
    )


def test_the_page_says_why_nothing_is_offered(
    client: Client, ayr: make.Holder, housing: Outcome
) -> None:
    assert "Say which outcomes it touches" in page(client, ayr, challenge(ayr))
    assert "No learning moment that you may read is near" in page(
        client, ayr, challenge(ayr, housing)
    )


def test_who_reads_the_challenge_of_another_town_reads_on_but_asks_nobody(
    client: Client, ayr: make.Holder, dunoon: make.Holder, housing: Outcome
) -> None:
    learned(dunoon, housing)
    report = make.submitted_report(about=ayr.town, month=OCTOBER, by=ayr.user)
    mine = make.item(of=report, text=DAMP, audience=Audience.COHORT)
    mine.outcomes.set([housing])

    source = page(client, make.lead(), mine)

    assert (NEAR in source, "Ask them" in source) == (True, False)


def test_a_sensitive_challenge_of_another_and_what_is_no_challenge_are_not_found(
    client: Client, ayr: make.Holder, housing: Outcome
) -> None:
    other = make.person()
    hidden = challenge(ayr, housing, by=other, sensitive=True, audience=Audience.TEAM)
    client.force_login(ayr.user)

    for item in (hidden, challenge(ayr, housing, kind=Kind.LEARNING)):
        assert client.get(f"/items/{item.key}/neighbours/").status_code == 404


def test_many_neighbours_cost_as_many_statements_as_one(
    client: Client, ayr: make.Holder, dunoon: make.Holder, housing: Outcome
) -> None:
    mine = challenge(ayr, housing)
    counted = []
    for number in (1, 20):
        for _ in range(number):
            learned(dunoon, housing)
        page(client, ayr, mine)
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/items/{mine.key}/neighbours/")
        counted.append(len(seen))

    assert counted[0] == counted[1] <= 10


# --- In the report --------------------------------------------------------------------------------
def test_a_challenge_that_is_written_leads_there_and_what_was_typed_is_kept_first(
    client: Client, ayr: make.Holder, housing: Outcome
) -> None:
    mine = challenge(ayr)
    client.force_login(ayr.user)
    address = mine.report.get_absolute_url()
    source = client.get(address).content.decode()
    assert f'name="neighbours" value="{mine.key}"' in source

    answer = client.post(
        address,
        {
            "entry": mine.key,
            f"{mine.key}-version": mine.version,
            f"{mine.key}-kind": "challenge",
            f"{mine.key}-text": "Damp again.",
            f"{mine.key}-audience": "team",
            f"{mine.key}-outcomes": housing.slug,
            "neighbours": mine.key,
        },
    )

    mine.refresh_from_db()
    assert answer["Location"] == f"/items/{mine.key}/neighbours/"
    assert (mine.text, list(mine.outcomes.all())) == ("Damp again.", [housing])


def test_a_press_beside_what_is_no_item_comes_back_to_the_report(
    client: Client, ayr: make.Holder
) -> None:
    report = make.report(about=ayr.town)
    client.force_login(ayr.user)

    answer = client.post(report.get_absolute_url(), {"neighbours": "nothing"})

    assert answer["Location"] == report.get_absolute_url()
