"""A register of many people comes in pages, is searched, and is told as a whole on each of them."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from people.models import User
from sessions.actions.register import add_by_name, mark
from sessions.models import Attendance, CohortSession, Invitation
from sessions.queries.expected import standing_of
from sessions.queries.lines import Counted, lines_of
from sessions.queries.register import A_PAGE, Register, register_of
from tests import make
from towns.models import Role

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 10, 5, tzinfo=UTC)
State = Attendance.State


def crowd(number: int) -> list[make.Holder]:
    """Leads of so many towns."""
    return [make.lead(make.town(f"Town {place:03}")) for place in range(number)]


def walk(session: CohortSession, word: str = "") -> list[Register]:
    """Page by page to the end."""
    pages = [register_of(session, on=DAY, word=word)]
    while pages[-1].further:
        after = UUID(pages[-1].further)
        pages.append(register_of(session, on=DAY, word=word, after=after))
    return pages


def test_page_by_page_everybody_stands_once_in_the_order_of_places_and_names() -> None:
    session, team = make.session(on=DAY), make.team_member(name="Moira Reid")
    crowd(A_PAGE + 10)
    for name in ("Únna", "Zoe", "Uisdean"):
        make.lead(make.town("Abernethy") if name == "Únna" else None, name=name, covering=True)
    guest = make.person("Guest")
    Invitation.objects.create(session=session, person=guest, invited_at=AT)
    walk_ins = [f"Walk-in {place:02}" for place in range(30)]
    for _ in range(2):
        add_by_name(session, walk_ins, by=team.user, at=AT)
        walk_ins = [f"{name} again" for name in walk_ins]

    pages = walk(session)

    whole, counted = lines_of(session)
    lines = [line for page in pages for line in page.lines]
    assert [len(page.lines) for page in pages[:-1]] == [A_PAGE] * (len(pages) - 1)
    assert [line.key for line in lines] == [row.key for row in whole]
    assert len({line.key for line in lines}) == len(lines) == A_PAGE + 10 + 3 + 1 + 1 + 60
    places = [place for page in pages for place, _ in page.places]
    assert places[0] == "Abernethy"
    assert list(dict.fromkeys(places))[-3:] == [
        "Programme Team",
        "Invited by name",
        "Not on the list",
    ]
    assert {page.counted for page in pages} == {counted}
    assert counted == Counted(60, 0, 0, A_PAGE + 10 + 3 + 1 + 1, is_begun=True)


def test_names_follow_each_other_without_regard_to_accents_or_capitals() -> None:
    session, ayr = make.session(on=DAY), make.town("Ayr")
    for name in ("zoe", "Únna", "Uisdean", "abel"):
        make.lead(ayr, name=name, covering=True)

    [page] = walk(session)

    assert [line.name for line in page.lines] == ["abel", "Uisdean", "Únna", "zoe"]


def test_a_word_finds_names_places_and_organisations() -> None:
    session, team = make.session(on=DAY), make.team_member()
    ayr, trust = make.town("Ayr"), make.organisation("Harbour Trust")
    make.lead(ayr, name="Jean Orr")
    other = make.lead(make.town("Rutherglen"), name="Ann Bell")
    other.person.organisation = trust
    other.person.save()
    add_by_name(session, ["Ewan Ross"], organisation="Harbour Trust", by=team.user, at=AT)

    def found(word: str) -> list[str]:
        return [line.name for page in walk(session, word) for line in page.lines]

    assert found("orr") == ["Jean Orr"]
    assert found("AYR") == ["Jean Orr"]
    assert found("harbour") == ["Ann Bell", "Ewan Ross"]
    assert found("100%_") == []
    make.lead(ayr, name="Seán Ó Baoill", covering=True)
    assert found("sean o b") == found("SEÁN Ó") == ["Seán Ó Baoill"]
    [page] = walk(session, "orr")
    assert page.counted == register_of(session, on=DAY).counted


def test_a_line_from_which_nothing_follows_begins_at_the_first() -> None:
    session = make.session(on=DAY)
    make.lead(name="Lead")

    [line] = register_of(session, on=DAY, after=uuid4()).lines

    assert line.name == "Lead"


def test_who_stands_in_the_list_as_expected_is_expected_and_nobody_else() -> None:
    session, team = make.session(on=DAY), make.team_member()
    lead = make.lead()
    make.tenure(lead.person, Role.PROGRAMME_TEAM)
    guest, stranger = make.person("Guest"), make.steering_member()
    trust = make.organisation("Harbour Trust")
    guest.organisation = trust
    guest.save()
    Invitation.objects.create(session=session, person=guest, invited_at=AT)
    mark(session, lead.person.key, state=State.PRESENT, version=0, by=team.user, at=AT)

    rows, _ = lines_of(session)

    told = {row.key: standing_of(session, row.key) for row in rows}
    assert {key: (one and (one.person, one.works_for)) for key, one in told.items()} == {
        row.key: (row.person, row.organisation) for row in rows
    }
    assert [one and one.has_line for one in told.values()].count(True) == 1
    assert all(one and one.is_expected for one in told.values())
    there = standing_of(session, stranger.person.key)
    assert there
    assert (there.is_expected, there.has_line) == (False, False)
    assert standing_of(session, uuid4()) is None


@pytest.fixture
def today() -> CohortSession:
    """A session of more people than a page holds, whose register is open now."""
    session = make.session(on=timezone.localdate())
    crowd(A_PAGE + 5)
    return session


@pytest.fixture
def team(client: Client) -> User:
    """Who is signed in."""
    user = make.second_step(make.team_member(name="Moira Reid")).user
    client.force_login(user)
    return user


def test_a_press_on_a_later_page_leads_back_to_that_page(
    client: Client, team: User, today: CohortSession
) -> None:
    first = register_of(today, on=timezone.localdate())
    page = f"/sessions/{today.slug}/register/?after={first.further}"
    text = client.get(page).content.decode()
    rest = register_of(today, on=timezone.localdate(), after=UUID(first.further)).lines

    answer = client.post(page, {"mark": rest[0].present})

    assert text.count('class="cp-register__line"') == len(rest) + 1  # and the device's own
    assert f'action="{page}"' in text
    assert answer.headers["Location"] == f"{page}#row-{rest[0].key}"
    told = client.get(page).content.decode()
    assert "1 present, 0 with apologies, 0 absent, 55 not recorded." in told
    assert team


def test_a_device_is_told_of_its_page_of_lines_beside_it_and_of_the_whole(
    client: Client, team: User, today: CohortSession
) -> None:
    lines = f"/sessions/{today.slug}/register/lines/"
    first = register_of(today, on=timezone.localdate())
    beside = first.lines[3].key
    here = register_of(today, on=timezone.localdate(), after=UUID(first.further)).lines[0].key

    told = client.get(
        lines, {"after": first.further, "also": [str(beside), str(here), "no key", str(uuid4())]}
    ).json()

    assert len(told["lines"]) == 6 + 1
    assert told["lines"][-1]["key"] == str(beside)
    assert told["counted"] == {
        "present": 0,
        "apology": 0,
        "absent": 0,
        "": A_PAGE + 6,
        "is_begun": False,
    }
    assert team


def test_somebody_comes_in_the_place_of_one_who_stands_on_another_page(
    client: Client, team: User, today: CohortSession
) -> None:
    first = register_of(today, on=timezone.localdate())
    last = register_of(today, on=timezone.localdate(), after=UUID(first.further)).lines[0]
    page = f"/sessions/{today.slug}/register/add/"

    wrong = client.post(page, {"names": "", "in_place_of": str(last.key)}).content.decode()
    client.post(page, {"names": "Jean Orr", "in_place_of": str(last.key)})

    assert f'<option value="{last.key}" selected>' in wrong
    assert Attendance.objects.get().deputy_for.key == last.key  # type: ignore[union-attr]
    assert team


@pytest.mark.parametrize("query", ["after=x", "find=" + "x" * 5000, "after=&find="])
def test_an_address_that_asks_for_nothing_sensible_is_answered(
    client: Client, team: User, today: CohortSession, query: str
) -> None:
    assert client.get(f"/sessions/{today.slug}/register/?{query}").status_code == 200
    assert client.get(f"/sessions/{today.slug}/register/lines/?{query}").status_code == 200
    assert team


def test_a_search_without_a_hit_says_so_and_leads_back(
    client: Client, team: User, today: CohortSession
) -> None:
    text = client.get(f"/sessions/{today.slug}/register/?find=nobody").content.decode()

    assert "Nobody found" in text
    assert 'value="nobody"' in text
    assert team
