"""The newcomer pack: what others used most, then what is still true, as far as one may read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from front.queries.start import PACK, Moment, pack_of
from people.models import User
from reflections.actions.echoes import Said, answer_echo
from reflections.models import Audience, Echo, Item, Reuse
from tests import make

pytestmark = pytest.mark.django_db

PAGE = "/learning/start/"


@pytest.fixture
def author() -> make.Holder:
    return make.lead(make.town("Dunoon", slug="dunoon"))


def learned(by: make.Holder, text: str, *, used: int = 0, ago: int = 7, **fields: object) -> Item:
    now = timezone.now()
    given = {"audience": Audience.COHORT} | fields
    item = make.learning(by=by, months_ago=ago, at=now, text=text, **given)  # type: ignore[arg-type]
    for _ in range(used):
        Reuse.objects.create(item=item, town=make.town(), by=by.user, at=now)
    return item


def says(item: Item, answer: Echo.Answer, *, months: int = 6) -> None:
    said = Said(answer, months, line="")
    answer_echo(item, said, by=item.author.user, at=timezone.now())


def texts(moments: list[Moment] | tuple[Moment, ...] | object) -> list[str]:
    assert isinstance(moments, list)
    return [one.text for one in moments]


def pack(user: User) -> tuple[list[str], list[str]]:
    found = pack_of(user, on=timezone.localdate())
    return texts(found.used), texts(found.true)


def test_the_most_used_come_first_and_of_the_same_number_the_newest(author: make.Holder) -> None:
    learned(author, "Twice, long ago.", used=2, ago=9)
    learned(author, "Twice, lately.", used=2, ago=4)
    learned(author, "Thrice.", used=3, ago=14)
    learned(author, "Never.")

    assert pack(make.lead().user) == (["Thrice.", "Twice, lately.", "Twice, long ago."], [])


def test_it_holds_ten_and_where_fewer_were_used_the_newest_that_are_still_true(
    author: make.Holder,
) -> None:
    for number in range(PACK - 1):
        learned(author, f"Used {number}.", used=1)
    says(learned(author, "Still true, and used.", used=4), Echo.Answer.YES)
    reader = make.lead().user
    assert [len(part) for part in pack(reader)] == [PACK, 0]

    Reuse.objects.all().delete()
    says(learned(author, "Changed."), Echo.Answer.CHANGED)
    says(learned(author, "Still true."), Echo.Answer.YES)

    assert pack(reader) == ([], ["Still true.", "Still true, and used."])


def test_what_is_no_longer_true_is_not_told_as_true(author: make.Holder) -> None:
    item = learned(author, "It was.", ago=7)
    by, now = author.user, timezone.now()
    Echo.objects.create(item=item, months=3, answer=Echo.Answer.YES, by=by, at=now)
    says(item, Echo.Answer.NO_LONGER)

    assert pack(make.lead().user) == ([], [])


def test_each_reader_is_shown_what_they_may_read(author: make.Holder) -> None:
    learned(author, "For the cohort.", used=1)
    learned(author, "For the team.", used=3, audience=Audience.TEAM)
    learned(author, "For the town.", used=4, audience=Audience.TOWN)
    learned(author, "Guarded.", used=5, open_findings=1)
    says(learned(author, "True for the team.", audience=Audience.TEAM), Echo.Answer.YES)

    team = ["For the team.", "For the cohort."]
    assert pack(make.lead().user) == (["For the cohort."], [])
    assert pack(make.team_member().user)[0] == ["Guarded.", *team]
    for holder in (make.steering_member(), make.national_leader(), make.evaluator()):
        assert pack(holder.user) == ([], [])


def test_the_page_tells_where_when_what_it_touches_and_by_how_many_it_was_used(
    client: Client, author: make.Holder
) -> None:
    item = learned(author, "Knock twice.", used=2)
    item.outcomes.add(make.outcome("Feeling safe"))
    says(item, Echo.Answer.YES)
    client.force_login(make.lead().user)

    source = client.get(PAGE).content.decode()

    wanted = ("Dunoon, ", "Knock twice.", "Feeling safe", "Used by 2 towns", "6 months later")
    assert [one for one in wanted if one not in source] == []
    assert "Not used by others yet" not in source
    assert PAGE in client.get("/learning/").content.decode()


def test_an_empty_pack_says_so(client: Client) -> None:
    client.force_login(make.steering_member().user)

    assert "Nothing is in it yet" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(("days", "is_led"), [(0, True), (89, True), (90, False), (400, False)])
def test_home_leads_who_joined_lately_to_it(client: Client, days: int, *, is_led: bool) -> None:
    since = timezone.localdate() - timedelta(days=days)
    for held in (make.lead(since=since), make.link_lead(since=since)):
        client.force_login(held.user)
        assert ("The newcomer pack" in client.get("/").content.decode()) == is_led
    client.force_login(make.analyst(since=since).user)
    assert "The newcomer pack" not in client.get("/").content.decode()


def test_many_cost_as_many_statements_as_one(client: Client, author: make.Holder) -> None:
    client.force_login(make.lead().user)
    counted = []
    for number in (1, 8):
        for one in range(number):
            learned(author, f"Used {one}.", used=one + 1).outcomes.add(make.outcome())
            says(learned(author, f"True {one}."), Echo.Answer.YES)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as seen:
            client.get(PAGE)
        counted.append(len(seen))

    assert counted[0] >= counted[1]
    assert counted[0] <= 6
