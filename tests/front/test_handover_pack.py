"""What somebody who leaves a post hands over, on one page: who reads it, and what stands there."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kit.dates import in_full
from kit.periods import month_of, shift
from partners.actions.ties import Seen, observe
from reflections.actions.jots import release_jots
from reflections.actions.observing import observe_reported
from reflections.actions.versions import add_version
from reflections.models import Audience, Jot, Kind, Question, Report
from tests import make
from tests.front.pages import words
from towns.models import Role, Tenure

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def leaver(today: date) -> make.Holder:
    town = make.town("Ayr", slug="ayr")
    return make.lead(town, name="Isla Fraser", until=today + 30 * DAY)


def address(holder: make.Holder) -> str:
    return f"/towns/ayr/handover/{holder.tenure.key}/"


def page_for(client: Client, reader: make.Holder, leaver: make.Holder) -> str:
    client.force_login(reader.user)
    return words(client.get(address(leaver)))


def submitted(leaver: make.Holder, *, ago: int = 1) -> Report:
    month = shift(month_of(timezone.localdate()), -ago)
    return make.submitted_report(about=leaver.town, month=month, by=leaver.user)


# --- Who reads it ---------------------------------------------------------------------------------
def test_the_leaver_who_follows_the_other_lead_and_the_team_read_it(
    client: Client, leaver: make.Holder, today: date
) -> None:
    town = leaver.town
    readers = {
        "leaver": leaver,
        "in handover": make.lead(
            town, since=today, until=today + 30 * DAY, handover_until=today + 30 * DAY
        ),
        "to come": make.lead(town, since=today + 31 * DAY, until=today + 40 * DAY),
        "cover": make.lead(town, covering=True),
        "link lead": make.link_lead(town),
        "team": make.second_step(make.team_member()),
        "analyst": make.analyst(town),
        "steering": make.steering_member(town),
        "elsewhere": make.lead(),
        "administrator": make.second_step(make.administrator()),
    }
    codes = {}
    for name, reader in readers.items():
        client.force_login(reader.user)
        codes[name] = client.get(address(leaver)).status_code

    assert [name for name, code in codes.items() if code == 200] == [
        "leaver",
        "in handover",
        "cover",
        "link lead",
        "team",
    ]
    assert set(codes.values()) == {200, 404}


def test_a_leaver_who_has_gone_reads_it_no_more_and_who_came_after_a_gap_does(
    client: Client, leaver: make.Holder, today: date
) -> None:
    Tenure.objects.filter(pk=leaver.tenure.pk).update(ends_on=today - 40 * DAY)
    follower = make.lead(leaver.town, since=today - 3 * DAY)
    codes = []
    for reader in (leaver, follower):
        client.force_login(reader.user)
        codes.append(client.get(address(leaver)).status_code)

    assert codes == [404, 200]


@pytest.mark.parametrize(
    "fields", [{"ends_on": None}, {"covering": True}, {"role": Role.ANALYST}], ids=str
)
def test_a_post_that_hands_nothing_over_has_no_pack(
    client: Client, leaver: make.Holder, fields: dict[str, object]
) -> None:
    Tenure.objects.filter(pk=leaver.tenure.pk).update(**fields)
    client.force_login(make.second_step(make.team_member()).user)

    assert client.get(address(leaver)).status_code == 404
    assert "Handover pack" not in words(client.get("/towns/ayr/"))


def test_the_pack_of_another_town_is_not_at_this_address(
    client: Client, leaver: make.Holder
) -> None:
    make.town("Troon", slug="troon")
    client.force_login(leaver.user)

    assert client.get(address(leaver).replace("ayr", "troon")).status_code == 404


def test_home_leads_the_leaver_there_and_the_towns_page_all_its_readers(
    client: Client, leaver: make.Holder
) -> None:
    link = f'href="{address(leaver)}"'
    found = {}
    readers = {
        "leaver": leaver,
        "link": make.link_lead(leaver.town),
        "steering": make.steering_member(leaver.town),
        "elsewhere": make.lead(),
    }
    for name, reader in readers.items():
        client.force_login(reader.user)
        pages = [client.get(path).content.decode() for path in ("/", "/towns/ayr/")]
        found[name] = [link in page for page in pages]

    assert found == {
        "leaver": [True, True],
        "link": [False, True],
        "steering": [False, False],
        "elsewhere": [False, False],
    }


# --- What stands there ----------------------------------------------------------------------------
def test_promises_to_partners_come_first_and_then_the_other_open_actions(
    client: Client, leaver: make.Holder, today: date
) -> None:
    link = make.link_lead(leaver.town, name="Una Link")
    team = make.team_member()
    session = make.session(on=today - 7 * DAY, title="Benches")
    brought = make.session(on=today - 14 * DAY)
    make.contribution(to=brought, by=make.organisation("Paths for All"))
    gone = make.contribution(to=session, by=make.organisation("Gone Away"))
    gone.dropped_at = timezone.now()
    gone.save()
    partner = make.organisation("Footpath Friends")
    partner.names.create(name="PAS", is_alias=True)
    make.item(of=submitted(leaver)).organisations.add(partner)
    for text, owner, of in (
        ("Send the map to PAS", leaver, session),
        ("Ask whether the past counts", leaver, session),
        ("Write up the talk", link, brought),
        ("Somebody else's", make.lead(), session),
    ):
        make.action(of=of, owner=owner.person, by=team.user, text=text)
    closed = make.action(of=session, owner=leaver.person, by=team.user, text="Done long ago")
    closed.closed_at, closed.closed_by, closed.outcome = timezone.now(), team.user, "Done."
    closed.save()

    page = page_for(client, leaver, leaver)

    promised, _, others = page.partition("Other open actions")
    others, _, _ = others.partition("Unanswered questions")
    assert "Send the map to PAS" in promised
    assert "Concerns Footpath Friends." in promised
    assert "Write up the talk" in promised
    assert "Concerns Paths for All. Una Link" in promised
    assert "Ask whether the past counts" in others
    assert "Somebody else" not in page
    assert "Done long ago" not in page
    assert "Gone Away" not in page


def test_questions_that_wait_stand_there_and_those_answered_do_not(
    client: Client, leaver: make.Holder
) -> None:
    item = make.item(of=submitted(leaver), text="The bench was moved.")
    team = make.second_step(make.team_member(name="Tam Team"))
    now = timezone.now()
    Question.objects.create(item=item, asked_by=team.user, asked_at=now, text="Moved where?")
    other = Question.objects.create(item=item, asked_by=team.user, asked_at=now, text="By whom?")
    other.replies.create(by=leaver.user, at=now, text="The council.")
    make.group_question(to=leaver.town, text="And the second bench?")
    make.group_question(
        to=leaver.town,
        text="Answered before.",
        answer="Soon.",
        answered_at=now,
        answered_by=leaver.user,
    )

    for reader in (leaver, team):
        page = page_for(client, reader, leaver)
        assert "A question on “The bench was moved.”" in page
        assert "Moved where?" in page
        assert "A question from the Ayr Steering Group" in page
        assert "And the second bench?" in page
        assert "By whom?" not in page
        assert "Answered before." not in page


def test_the_last_six_reports_with_how_their_items_begin(
    client: Client, leaver: make.Holder
) -> None:
    for ago in range(1, 8):
        make.item(of=submitted(leaver, ago=ago), text=f"Month {ago}.\nAnd more of it.")
    draft = make.report(about=leaver.town, month=month_of(timezone.localdate()))
    make.item(of=draft, text="Not handed in.")

    page = page_for(client, leaver, leaver)

    assert [f"“Month {ago}.…”" in page for ago in range(1, 8)] == [True] * 6 + [False]
    assert "And more of it" not in page
    assert "Not handed in." not in page


def test_what_is_sensitive_or_its_authors_alone_stands_on_no_pack(
    client: Client, leaver: make.Holder
) -> None:
    report = submitted(leaver)
    make.item(of=report, text="For myself.", audience=Audience.ME)
    sensitive = make.item(of=report, text="A delicate thing.", sensitive=True)
    team = make.team_member()
    now = timezone.now()
    Question.objects.create(
        item=sensitive, asked_by=team.user, asked_at=now, text="How is the delicate thing?"
    )

    page = page_for(client, leaver, leaver)

    assert "A question on a sensitive item" in page
    assert "delicate" not in page
    assert "For myself." not in page


def test_an_empty_pack_says_so(client: Client, leaver: make.Holder) -> None:
    page = page_for(client, leaver, leaver)

    assert "No open action concerns a partner." in page
    assert "Every question is answered." in page
    assert "No report has come in yet." in page
    assert "Your jots" not in page


# --- Jots -----------------------------------------------------------------------------------------
def test_only_what_the_leaver_ticks_is_given_and_nobody_hears_of_the_rest(
    client: Client, leaver: make.Holder, today: date
) -> None:
    follower = make.lead(leaver.town, since=today, handover_until=today + 30 * DAY)
    team = make.second_step(make.team_member())
    given, kept = (
        make.jot(by=leaver, noticed_on=today, text=text) for text in ("Give this.", "Keep this.")
    )
    make.jot(by=leaver, noticed_on=today, text="Elsewhere.", town=make.town())
    before = page_for(client, follower, leaver)
    client.force_login(leaver.user)
    own = words(client.get(address(leaver)))

    answer = client.post(address(leaver), {"jots": [str(given.key), "no key"], "give": "1"})

    assert answer["Location"] == address(leaver)
    assert "1 jot is given to whoever follows you." in words(client.get(address(leaver)))
    assert ("Give this." in own, "Keep this." in own, "Elsewhere." in own) == (True, True, False)
    after = page_for(client, follower, leaver)
    assert "Jots that Isla Fraser left" in after
    assert "Give this." in after
    for page in (before, after, page_for(client, team, leaver)):
        assert "Keep this." not in page
        assert "Give these jots" not in page
    assert "Jots that Isla Fraser left" not in before
    assert Jot.objects.get(pk=kept.pk).released_at is None


def test_before_others_a_pack_with_jots_kept_back_is_the_same_as_one_without(
    client: Client, leaver: make.Holder, today: date
) -> None:
    follower = make.lead(leaver.town, since=today, handover_until=today + 30 * DAY)
    client.force_login(follower.user)
    without = client.get(address(leaver)).context["pack"]
    for _ in range(3):
        make.jot(by=leaver, noticed_on=today)

    assert client.get(address(leaver)).context["pack"] == without


def test_what_nobody_used_is_taken_back(client: Client, leaver: make.Holder, today: date) -> None:
    jot = make.jot(by=leaver, noticed_on=today)
    release_jots(town=leaver.town, by=leaver.user, at=timezone.now())
    client.force_login(leaver.user)

    client.post(address(leaver), {"take_back": "1"})

    assert "1 jot is yours alone again." in words(client.get(address(leaver)))
    assert Jot.objects.get(pk=jot.pk).released_at is None


def test_nobody_gives_the_jots_of_somebody_else(
    client: Client, leaver: make.Holder, today: date
) -> None:
    jot = make.jot(by=leaver, noticed_on=today)
    follower = make.lead(leaver.town, since=today, handover_until=today + 30 * DAY)
    client.force_login(follower.user)

    answer = client.post(address(leaver), {"jots": [str(jot.key)], "give": "1"})

    assert (answer.status_code, Jot.objects.get(pk=jot.pk).released_at) == (403, None)
    mine = make.lead(leaver.town, covering=True)
    assert release_jots(town=leaver.town, by=mine.user, at=timezone.now(), only=[jot.key]) == 0


# --- What it costs --------------------------------------------------------------------------------
@pytest.mark.parametrize("reader", ["leaver", "team"])
def test_the_page_costs_the_same_statements_at_one_and_at_twenty_rows(
    client: Client, leaver: make.Holder, today: date, reader: str
) -> None:
    team = make.second_step(make.team_member())
    client.force_login((leaver if reader == "leaver" else team).user)

    def fill(number: int) -> None:
        for _ in range(number):
            session = make.session(on=today - 7 * DAY)
            make.contribution(to=session)
            make.action(of=session, owner=leaver.person, by=team.user)
            make.jot(by=leaver, noticed_on=today)
            make.group_question(to=leaver.town)
            item = make.item(of=report)
            item.organisations.add(make.organisation())
            Question.objects.create(
                item=item, asked_by=team.user, asked_at=timezone.now(), text="Why?"
            )

    def statements() -> int:
        client.get(address(leaver))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(leaver)).status_code == 200
        return len(seen)

    report = submitted(leaver)
    fill(1)
    counts = [statements()]
    fill(19)
    counts.append(statements())

    assert counts[0] == counts[1]
    assert counts[0] <= 12  # of an overview


def test_its_address_is_that_of_its_town_and_post(leaver: make.Holder) -> None:
    found = reverse("towns:handover", args=["ayr", leaver.tenure.key])

    assert found == address(leaver)


# --- Ties -----------------------------------------------------------------------------------------
def tie(leaver: make.Holder, name: str, *, ago: int, source: str = "baseline") -> None:
    """Something heard of an organisation so many days ago."""
    known = leaver.town.ties.filter(organisation__name=name).first()
    body = known.organisation if known else make.organisation(name)
    seen = [Seen(uuid4(), body.pk, timezone.localdate() - ago * DAY)]
    observe(leaver.town, source, seen, by=leaver.user, at=timezone.now())


def test_ties_stand_with_when_they_were_last_heard_of_but_for_those_that_ended(
    client: Client, leaver: make.Holder, today: date
) -> None:
    tie(leaver, "Ayr Shed", ago=200)
    tie(leaver, "Ayr Shed", ago=10, source="still")
    tie(leaver, "Bute Trust", ago=50)
    tie(leaver, "Gone Trust", ago=50)
    tie(leaver, "Gone Trust", ago=20, source="over")

    page = page_for(client, leaver, leaver)

    assert f"Last heard of on {in_full(today - 10 * DAY)}" in page
    assert page.index("Ayr Shed") < page.index("Bute Trust")
    assert "Gone Trust" not in page


@pytest.mark.parametrize("fields", [{"audience": Audience.ME}, {"sensitive": True}])
def test_a_tie_that_only_a_private_item_tells_of_is_not_printed(
    client: Client, leaver: make.Holder, fields: dict[str, object]
) -> None:
    report = submitted(leaver)
    item = make.item(of=report, kind=Kind.CONNECTION, by=leaver.person, **fields)  # type: ignore[arg-type]
    item.organisations.add(make.organisation("Hidden Trust"))
    add_version(report, by=leaver.user, at=timezone.now())
    observe_reported(at=timezone.now())
    tie(leaver, "Hidden Trust", ago=1, source="still")

    assert "Hidden Trust" not in page_for(client, leaver, leaver)
