"""Some months after a learning moment its author is asked once: is it still true?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from kit.periods import months_after
from people.models import User
from reflections.actions.echoes import NotAsked, Said, answer_echo
from reflections.actions.vouching import MayTellWhoItIs
from reflections.models import Audience, Echo, Item, Kind, Report, ReportVersion
from reflections.queries.echoes import ago
from reflections.queries.own_towns import own_towns
from reflections.queries.reports import snapshot
from tests import make
from towns.models import Programme, Role, Tenure

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
YES, CHANGED, NO_LONGER = Echo.Answer.YES, Echo.Answer.CHANGED, Echo.Answer.NO_LONGER
QUESTION = "Is it still true?"


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(make.town("Ayr", slug="ayr"), name="Isla Fraser")


@pytest.fixture
def item(lead: make.Holder) -> Item:
    return make.learning(by=lead, months_ago=3, at=AT, text="Rain keeps nobody away.")


def later(moment: datetime, months: int) -> datetime:
    """The same time of the day so many months on, in the zone of the database."""
    return datetime.combine(months_after(moment.date(), months), moment.time(), UTC)


def asked(user: User, *, at: datetime = AT) -> list[tuple[str, int]]:
    return [(one.text, one.time) for one in own_towns(user, [], at=at).echoes]


def kept() -> list[tuple[int, str, str]]:
    rows = Echo.objects.order_by("item", "months")
    return list(rows.values_list("months", "answer", "line"))


# --- When is asked --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("months", "days", "time"),
    [
        (3, -1, None),
        (3, 0, 3),
        (6, -1, 3),
        (6, 0, 6),
        (12, -1, 6),
        (12, 0, 12),
        (18, -1, 12),
        (18, 0, None),
    ],
)
def test_each_time_lasts_until_the_next_and_the_last_as_long_as_the_one_before(
    lead: make.Holder, item: Item, months: int, days: int, time: int | None
) -> None:
    came = Report.objects.get(pk=item.report_id).submitted_at
    assert came is not None

    found = asked(lead.user, at=later(came, months) + timedelta(days=days))

    assert found == ([(item.text, time)] if time else [])


def test_when_is_asked_is_a_fact_of_the_programme(lead: make.Holder, item: Item) -> None:
    Programme.objects.update(echo_first_months=1, echo_second_months=2, echo_third_months=3)

    assert asked(lead.user) == [(item.text, 3)]


def test_an_answer_ends_the_asking_until_the_next_time(lead: make.Holder, item: Item) -> None:
    answer_echo(item, Said(YES, 3), by=lead.user, at=AT)

    assert asked(lead.user) == []
    assert asked(lead.user, at=later(AT, 3)) == [(item.text, 6)]


def _challenge(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(kind=Kind.CHALLENGE)


def _withdrawn(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(withdrawn_at=AT)


def _set_aside(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(quarantined_at=AT, quarantined_by=make.user())


def _revised(item: Item) -> None:
    Report.objects.filter(pk=item.report_id).update(status=Report.Status.REVISING)


def _of_another(item: Item) -> None:
    Item.objects.filter(pk=item.pk).update(author=make.person())


def _left(item: Item) -> None:
    Tenure.objects.filter(person=item.author).update(ends_on=AT.date() - timedelta(days=1))


def _elsewhere(item: Item) -> None:
    Tenure.objects.filter(person=item.author).update(town=make.town())


@pytest.mark.parametrize(
    "change", [_challenge, _withdrawn, _set_aside, _revised, _of_another, _left, _elsewhere]
)
def test_nobody_is_asked_about_it_nor_can_answer(
    lead: make.Holder, item: Item, change: Callable[[Item], None]
) -> None:
    assert asked(lead.user) == [(item.text, 3)]

    change(item)

    assert asked(lead.user) == []
    with pytest.raises((PermissionDenied, NotAsked)):
        answer_echo(item, Said(YES, 3), by=lead.user, at=AT)
    assert kept() == []


def test_who_became_link_lead_of_the_town_is_asked_still(lead: make.Holder, item: Item) -> None:
    Tenure.objects.filter(pk=lead.tenure.pk).update(role=Role.LINK_LEAD)

    assert asked(lead.user) == [(item.text, 3)]


def test_a_few_are_asked_about_at_once_the_longest_ago_first(lead: make.Holder) -> None:
    for number in (1, 2, 3, 4):
        ago = (4, 13, 7, 3)[number - 1]
        make.learning(by=lead, months_ago=ago, at=AT, text=f"Moment {number}.")

    assert asked(lead.user) == [("Moment 2.", 12), ("Moment 3.", 6), ("Moment 1.", 3)]


# --- Answering ------------------------------------------------------------------------------------
def test_an_answer_is_kept_with_its_line_by_whom_and_when(lead: make.Holder, item: Item) -> None:
    said = Said(CHANGED, 3, line="Wind does.")

    found = answer_echo(item, said, by=lead.user, at=AT)

    found.refresh_from_db()
    assert (found.item, found.months, found.answer) == (item, 3, "changed")
    assert (found.line, found.vouched, found.by, found.at) == ("Wind does.", False, lead.user, AT)
    assert [(entry.verb, entry.actor_id) for entry in Entry.objects.all()] == [
        ("item.echo_answered", lead.user.pk)
    ]


def test_the_same_answer_twice_is_one(lead: make.Holder, item: Item) -> None:
    for at in (AT, AT + timedelta(hours=1)):
        answer_echo(item, Said(YES, 3, line="Even in May."), by=lead.user, at=at)

    assert (Echo.objects.get().at, Entry.objects.count()) == (AT, 1)


def test_an_answer_can_be_changed_and_a_press_alone_leaves_the_line(
    lead: make.Holder, item: Item
) -> None:
    answer_echo(item, Said(YES, 3, line="Even in May."), by=lead.user, at=AT)

    answer_echo(item, Said(NO_LONGER, 3), by=lead.user, at=AT)
    pressed = kept()
    answer_echo(item, Said(NO_LONGER, 3, line=""), by=lead.user, at=AT)

    assert pressed == [(3, "no_longer", "Even in May.")]
    assert kept() == [(3, "no_longer", "")]
    events = Echo.pgh_event_model.objects.order_by("pgh_id")  # type: ignore[attr-defined]
    assert list(events.values_list("answer", "line")) == [
        ("yes", "Even in May."),
        ("no_longer", "Even in May."),
        ("no_longer", ""),
    ]


def test_what_was_said_the_time_before_stays(lead: make.Holder, item: Item) -> None:
    answer_echo(item, Said(YES, 3), by=lead.user, at=AT)
    then = later(AT, 3)

    with pytest.raises(NotAsked):
        answer_echo(item, Said(CHANGED, 3), by=lead.user, at=then)
    answer_echo(item, Said(CHANGED, 6), by=lead.user, at=then)

    assert kept() == [(3, "yes", ""), (6, "changed", "")]


@pytest.mark.parametrize("role", [Role.PROJECT_LEAD, Role.LINK_LEAD, Role.PROGRAMME_TEAM])
def test_nobody_but_its_author_answers(item: Item, role: str) -> None:
    other = make.user()
    is_of_town = role != Role.PROGRAMME_TEAM
    town = {"town": item.report.town, "covering": True} if is_of_town else {}
    make.tenure(other.person, role, **town)  # type: ignore[arg-type]

    with pytest.raises(PermissionDenied):
        answer_echo(item, Said(YES, 3), by=other, at=AT)


def test_a_line_of_which_the_guard_asks_is_kept_once_its_author_has_answered(
    lead: make.Holder, item: Item
) -> None:
    line = "Mrs Baird tells everybody."

    with pytest.raises(MayTellWhoItIs, match="“Mrs Baird” looks like somebody's name"):
        answer_echo(item, Said(YES, 3, line=line), by=lead.user, at=AT)
    refused = kept()
    answer_echo(item, Said(YES, 3, line=line, vouched=True), by=lead.user, at=AT)
    answer_echo(item, Said(CHANGED, 3, line=line), by=lead.user, at=AT)

    assert refused == []
    assert (kept(), Echo.objects.get().vouched) == ([(3, "changed", line)], True)
    with pytest.raises(MayTellWhoItIs):
        answer_echo(item, Said(CHANGED, 3, line="Mr Baird does."), by=lead.user, at=AT)


@pytest.mark.parametrize(
    "fields",
    [
        {"months": 3},
        {"months": 0},
        {"months": 6, "answer": "perhaps"},
        {"months": 6, "vouched": True},
    ],
    ids=["a second of one time", "at once", "no answer", "vouched for nothing"],
)
def test_the_database_refuses(lead: make.Holder, item: Item, fields: dict[str, object]) -> None:
    answer_echo(item, Said(YES, 3), by=lead.user, at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        Echo.objects.create(**{"item": item, "answer": "yes", "by": lead.user, "at": AT} | fields)


# --- Where it is read -----------------------------------------------------------------------------
def test_what_was_said_stands_with_the_item_for_who_reads_it(
    client: Client, lead: make.Holder, item: Item
) -> None:
    team = make.second_step(make.team_member())
    answer_echo(item, Said(YES, 3), by=lead.user, at=AT)
    Echo.objects.create(
        item=item, months=12, answer=CHANGED, line="Wind does.", by=lead.user, at=AT
    )
    client.force_login(team.user)

    page = client.get(item.report.get_absolute_url()).content.decode()

    assert "<strong>3 months later: still true</strong>" in page
    assert "<strong>A year later: changed</strong>. " in page
    assert "Wind does." in page


def test_a_sensitive_item_tells_nothing_until_it_is_opened(
    client: Client, lead: make.Holder, item: Item
) -> None:
    team = make.second_step(make.team_member())
    Item.objects.filter(pk=item.pk).update(sensitive=True)
    item.readers.add(team.person)
    answer_echo(item, Said(CHANGED, 3, line="Wind does."), by=lead.user, at=AT)
    client.force_login(team.user)
    address = item.report.get_absolute_url()

    closed = client.get(address)
    client.post(f"/items/{item.key}/open/")
    opened = client.get(address).content.decode()

    assert closed.context["report"].groups[0].items[0].echoes == ()
    assert "Wind does." not in closed.content.decode()
    assert "Wind does." in opened


@pytest.mark.parametrize("sensitive", [False, True])
def test_while_a_report_is_revised_it_stands_with_what_was_handed_over_last(
    client: Client, lead: make.Holder, item: Item, *, sensitive: bool
) -> None:
    team = make.second_step(make.team_member())
    answer_echo(item, Said(CHANGED, 3, line="Wind does."), by=lead.user, at=AT)
    Item.objects.filter(pk=item.pk).update(sensitive=sensitive)
    item.readers.add(team.person)
    report = item.report
    ReportVersion.objects.create(
        report=report, number=1, made_at=AT, made_by=lead.user, items=snapshot(report)
    )
    Report.objects.filter(pk=report.pk).update(status=Report.Status.REVISING)
    client.force_login(team.user)

    found = client.get(report.get_absolute_url())

    page, [shown] = found.content.decode(), found.context["report"].groups[0].items
    assert ("Wind does." in page) is not sensitive
    assert [one.words for one in shown.echoes] == ["3 months later: changed"] * (not sensitive)


def test_whoever_reads_the_item_reads_the_echo_and_nobody_else(
    lead: make.Holder, item: Item
) -> None:
    answer_echo(item, Said(YES, 3), by=lead.user, at=AT)
    readers = [lead, make.team_member(), make.lead(), make.steering_member(lead.town)]

    def seen() -> list[bool]:
        on = AT.date()
        return [Echo.objects.visible_to(one.user, on=on).exists() for one in readers]

    of_team = seen()
    Item.objects.filter(pk=item.pk).update(audience=Audience.COHORT)

    assert (of_team, seen()) == ([True, True, False, False], [True, True, True, False])


@pytest.mark.parametrize(
    ("months", "words"), [(1, "A month"), (6, "6 months"), (12, "A year"), (24, "2 years")]
)
def test_months_are_said_as_people_say_them(months: int, words: str) -> None:
    assert ago(months) == words


# --- On pages -------------------------------------------------------------------------------------
@pytest.fixture
def now() -> datetime:
    return timezone.now()


def present_report(lead: make.Holder) -> Report:
    return make.report(about=lead.town, month=timezone.localdate().replace(day=1))


def test_it_waits_at_home_and_at_the_top_of_the_next_report(
    client: Client, lead: make.Holder, now: datetime
) -> None:
    item = make.learning(by=lead, months_ago=6, at=now, text="Rain keeps nobody away.")
    report = present_report(lead)
    client.force_login(lead.user)

    home = client.get("/").content.decode()
    editor = client.get(report.get_absolute_url()).content.decode()

    for page in (home, editor):
        assert page.count(QUESTION) == 1
        assert "Rain keeps nobody away." in page
    assert f'action="/items/{item.key}/echo/"' in home
    assert f'action="/items/{item.key}/echo/?report={report.month:%Y-%m}"' in editor


def test_one_press_answers_and_a_line_can_follow(
    client: Client, lead: make.Holder, now: datetime
) -> None:
    item = make.learning(by=lead, months_ago=6, at=now)
    address = f"/items/{item.key}/echo/?report=2026-11"
    client.force_login(lead.user)

    pressed = client.post(address, {"answer": "changed", "time": 6})
    after_press = kept()
    page = client.get(pressed["Location"]).content.decode()
    said = {"answer": "changed", "time": 6, "line": " Wind does. "}
    followed = client.post(address, said)

    assert (pressed["Location"], after_press) == (address, [(6, "changed", "")])
    assert "Kept: changed. Add a line if you like." in page
    assert (followed["Location"], kept()) == (
        "/towns/ayr/reflections/2026-11/",
        [(6, "changed", "Wind does.")],
    )
    assert QUESTION not in client.get("/").content.decode()


def test_the_guard_asks_beside_the_line_and_what_was_typed_stays(
    client: Client, lead: make.Holder, now: datetime
) -> None:
    item = make.learning(by=lead, months_ago=6, at=now)
    client.force_login(lead.user)
    said = {"answer": "yes", "time": 6, "line": "Mrs Baird tells everybody."}
    first = client.get(f"/items/{item.key}/echo/").content.decode()

    refused = client.post(f"/items/{item.key}/echo/", said)
    page = refused.content.decode()
    kept_then = kept()
    client.post(f"/items/{item.key}/echo/", said | {"vouched": "on"})

    assert "about a resident" not in first
    assert (refused.status_code, kept_then) == (200, [])
    assert "looks like somebody&#x27;s name" in page
    assert 'value="Mrs Baird tells everybody."' in page
    assert "Nothing in the line is about a resident" in page
    assert kept() == [(6, "yes", "Mrs Baird tells everybody.")]


def test_a_press_that_comes_too_late_says_so_and_keeps_the_words_on_the_page(
    client: Client, lead: make.Holder, now: datetime
) -> None:
    item = make.learning(by=lead, months_ago=6, at=now)
    client.force_login(lead.user)

    answer = client.post(f"/items/{item.key}/echo/", {"answer": "yes", "time": 3, "line": "Yes!"})

    page = answer.content.decode()
    assert "This is not asked any more. What you said before stays as it was." in page
    assert ('value="Yes!"' in page, kept()) == (True, [])


def test_what_was_typed_before_signing_in_is_back(
    client: Client, lead: make.Holder, now: datetime
) -> None:
    item = make.learning(by=lead, months_ago=6, at=now)
    address = f"/items/{item.key}/echo/"
    said = {"answer": "changed", "time": 6, "line": "Wind does.", "owner": str(lead.person.key)}

    client.post(address, said)
    client.force_login(lead.user)
    page = client.get(address).content.decode()

    assert "What you typed before you were signed out is back." in page
    assert 'value="Wind does."' in page


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose what is true today."),
        ({"answer": "perhaps", "time": 6}, "Choose what is true today."),
        ({"answer": "yes"}, "Open the page once more, then send it again."),
        ({"answer": "yes", "time": "x"}, "Open the page once more, then send it again."),
        (
            {"answer": "yes", "time": 6, "line": "x" * 201},
            "This is 201 characters long. Shorten it to 200 or fewer.",
        ),
    ],
    ids=["nothing", "another answer", "no time", "a time that is none", "a long line"],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    client: Client, lead: make.Holder, now: datetime, sent: dict[str, object], sentence: str
) -> None:
    item = make.learning(by=lead, months_ago=6, at=now)
    client.force_login(lead.user)

    answer = client.post(f"/items/{item.key}/echo/", sent)

    assert sentence in answer.content.decode()
    assert (answer.status_code, kept()) == (200, [])


def test_who_reads_may_not_answer_and_a_stranger_finds_nothing(
    client: Client, lead: make.Holder, now: datetime
) -> None:
    item = make.learning(by=lead, months_ago=6, at=now)
    codes = []
    for reader in (make.second_step(make.team_member()), make.lead()):
        client.force_login(reader.user)
        answers = (client.get(f"/items/{item.key}/echo/"), client.post(f"/items/{item.key}/echo/"))
        codes.append([answer.status_code for answer in answers])

    assert codes == [[403, 403], [404, 404]]


def test_what_is_not_asked_leads_back_to_the_report(
    client: Client, lead: make.Holder, now: datetime
) -> None:
    item = make.learning(by=lead, months_ago=1, at=now)
    client.force_login(lead.user)

    answer = client.get(f"/items/{item.key}/echo/")

    assert answer["Location"] == f"{item.report.get_absolute_url()}#item-{item.key}"


def test_many_that_wait_cost_as_many_statements_as_one(
    client: Client, lead: make.Holder, now: datetime
) -> None:
    report = present_report(lead)
    client.force_login(lead.user)

    def statements() -> list[int]:
        counts = []
        for path in ("/", report.get_absolute_url(), last.report.get_absolute_url()):
            client.get(path)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            counts.append(len(seen))
        return counts

    last = make.learning(by=lead, months_ago=13, at=now)
    one = statements()
    for number in range(20):
        last = make.learning(by=lead, months_ago=13 if number % 2 else 7, at=now)
        Echo.objects.create(item=last, months=3, answer=YES, by=lead.user, at=AT)

    assert statements() == one
    assert (one[0] <= 12, one[1] <= 8, one[2] <= 10) == (True, True, True), one


def test_the_page_itself_keeps_within_its_statements(
    client: Client, lead: make.Holder, now: datetime
) -> None:
    item = make.learning(by=lead, months_ago=6, at=now)
    address = f"/items/{item.key}/echo/"
    client.force_login(lead.user)
    client.get(address)

    with CaptureQueriesContext(connection) as shown:
        client.get(address)
    with CaptureQueriesContext(connection) as sent:
        client.post(address, {"answer": "yes", "time": 6, "line": "So."})

    assert (len(shown) <= 8, len(sent) <= 14) == (True, True), (len(shown), len(sent))
