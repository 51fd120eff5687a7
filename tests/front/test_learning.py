"""The learning library: found by words as people type them, and nothing but what one may read."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.budgets import DETAIL, SEARCH
from digests.actions.publishing import withdraw
from front.actions.words import gather_words
from front.queries import learning, learning_facets
from front.queries.learning_asked import Asked, Vocabulary
from reflections.models import Audience, Item, Kind
from sessions.models import CohortSession
from tests import make
from tests.digests.quarters import drafted, published
from towns.actions.words import note_unfound, purge_unfound
from towns.models import Outcome, Stage, Unfound, Word

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SEPTEMBER = date(2026, 9, 1)
LIBRARY = reverse("learning:learning")


def client_of(holder: make.Holder) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def told(
    text: str,
    *,
    by: make.Holder,
    month: date = SEPTEMBER,
    tags: tuple[Outcome, ...] = (),
    **fields: object,
) -> Item:
    """An item that the cohort may read, in the report of a month."""
    report = by.town.reports.filter(month=month).first()
    report = report or make.submitted_report(about=by.town, month=month, by=by.user)
    words = {"audience": Audience.COHORT, "kind": Kind.LEARNING} | fields
    item = make.item(of=report, text=text, **words)  # type: ignore[arg-type]
    item.outcomes.set(tags)
    return item


def noted(session: CohortSession, text: str, *, by: make.Holder) -> None:
    note = make.note(at=session, by=by.user)
    type(note).objects.filter(pk=note.pk).update(text=text)


def found(client: Client, **asked: str) -> list[str]:
    """What stands in the rows, in their order."""
    rows = client.get(LIBRARY, asked).context["rows"]
    return [
        "".join(piece.text for piece in row.extract) or "".join(one.text for one in row.title)
        for row in rows
    ]


def page(client: Client, **asked: str) -> str:
    answer = client.get(LIBRARY, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def marked(client: Client, **asked: str) -> set[str]:
    """The words that are marked as found."""
    rows = client.get(LIBRARY, asked).context["rows"]
    return {piece.text for row in rows for piece in (*row.title, *row.extract) if piece.is_found}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("houses", "We learned about housing."),
        ("HOUSING learn", "We learned about housing."),
        ("comunn gaidhlig", "Comunn na Gàidhlig came."),
        ("Gàidhlig", "Comunn na Gàidhlig came."),
        ('"warm homes"', "Warm homes matter."),
        ("bus or taxi", "The taxi was late."),
        ("homes -warm", "Homes by the shore."),
    ],
)
def test_an_item_is_found_as_its_words_are_typed(typed: str, text: str) -> None:
    lead = make.lead()
    for one in (
        "We learned about housing.",
        "Comunn na Gàidhlig came.",
        "Warm homes matter.",
        "The taxi was late.",
        "Homes by the shore.",
    ):
        told(one, by=lead)

    assert found(client_of(make.lead()), q=typed) == [text]


def test_every_kind_of_thing_is_found_with_the_words_marked_and_leads_to_where_it_stands() -> None:
    quarter = drafted("Damp came up the wall.")
    told("Damp again.", by=quarter.lead, month=SEPTEMBER)
    published(quarter)
    session = make.session(on=TODAY, title="Damp and mould")
    noted(session, "The damp was talked about.", by=quarter.team)
    make.resource(
        of=session, by=quarter.team.user, title="Damp in numbers", link="https://example.org/damp"
    )
    make.organisation("Damp Proofing Trust")
    client = client_of(quarter.lead)

    rows = client.get(LIBRARY, {"q": "damp"}).context["rows"]

    assert {row.sort_words for row in rows} == {
        "Powerful learning moment",
        "Digest",
        "Session",
        "Note of a session",
        "Resource",
        "Partner",
    }
    assert {client.get(row.url).status_code for row in rows} == {200}
    assert marked(client, q="damp") == {"Damp", "damp"}


def test_what_people_type_is_escaped_and_marks_nothing_by_itself() -> None:
    lead = make.lead()
    told("A <mark>damp</mark> \ue000wall\ue001 <script>alert(1)</script>", by=lead)

    source = page(client_of(lead), q="damp")

    assert '&lt;mark&gt;<mark class="cp-found__word">damp</mark>&lt;/mark&gt; wall' in source
    assert "<script>alert" not in source


@pytest.mark.parametrize(
    "holder",
    [
        "lead",
        "team_member",
        "analyst",
        "evaluator",
        "steering_member",
        "national_leader",
        "administrator",
    ],
)
def test_each_reader_finds_the_items_that_they_may_read(holder: str) -> None:
    author = make.lead()
    report = make.submitted_report(about=author.town, month=SEPTEMBER, by=author.user)
    for audience in Audience:
        make.item(of=report, text=f"Damp for {audience.value}.", audience=audience)
    make.item(of=report, text="Damp and sensitive.", audience=Audience.TEAM, sensitive=True)
    make.item(
        of=report, text="Damp that was withdrawn.", audience="cohort", withdrawn_at=timezone.now()
    )
    make.item(
        of=make.report(about=author.town, month=date(2026, 10, 1)),
        text="Damp in a draft.",
        audience="cohort",
    )
    reader = getattr(make, holder)()
    if holder in {"team_member", "administrator"}:
        make.second_step(reader)

    texts = set(found(client_of(reader), q="damp"))

    of_cohort = {"Damp for cohort.", "Damp for steering."}
    assert texts == {
        "lead": of_cohort,
        "analyst": of_cohort,
        "team_member": of_cohort | {"Damp for team."},
    }.get(holder, set())


def test_a_sensitive_item_is_found_by_its_author_alone() -> None:
    lead = make.lead()
    report = make.submitted_report(about=lead.town, month=SEPTEMBER, by=lead.user)
    item = make.item(
        of=report,
        text="Damp and sensitive.",
        author=lead.person,
        audience=Audience.TEAM,
        sensitive=True,
    )
    member = make.second_step(make.team_member())
    item.readers.add(member.person)

    assert found(client_of(lead), q="damp") == ["Damp and sensitive."]
    assert found(client_of(member), q="damp") == []


@pytest.mark.parametrize("holder", ["steering_member", "national_leader"])
def test_groups_find_what_is_published_and_the_sessions_they_see_alone(holder: str) -> None:
    quarter = drafted("Damp came up the wall.")
    published(quarter)
    reader = getattr(make, holder)()
    make.session(on=TODAY, title="Damp for them", roles=(reader.tenure.role,))
    make.session(on=TODAY, title="Damp for the cohort")
    make.organisation("Damp Proofing Trust")

    assert set(found(client_of(reader), q="damp")) == {"Damp came up the wall.", "Damp for them"}


def test_a_digest_is_found_while_it_is_published_and_a_quote_never() -> None:
    quarter = drafted("Damp came up the wall.")
    client = client_of(make.steering_member(quarter.town))
    before = found(client, q="damp")
    published(quarter)
    during = found(client, q="damp")
    withdraw(quarter.digest, "By mistake.", by=quarter.team.user, at=timezone.now())

    assert (before, during, found(client, q="damp")) == ([], ["Damp came up the wall."], [])


def test_what_was_found_is_narrowed_by_plain_links_with_their_numbers() -> None:
    ayr, alloa = make.lead(make.town("Ayr")), make.lead(make.town("Alloa"))
    homes = make.outcome("Housing and community")
    Stage.objects.create(
        programme=ayr.town.programme,
        name="Beginning",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
    )
    told("Damp in spring.", by=ayr, month=date(2026, 4, 1), tags=(homes,))
    told("Damp in autumn.", by=ayr, kind=Kind.CHALLENGE)
    told("Damp long ago.", by=alloa, month=date(2025, 9, 1))
    client = client_of(ayr)

    facets = {
        one.title: one.options for one in client.get(LIBRARY, {"q": "damp"}).context["facets"]
    }

    assert {title: [(one.label, one.number) for one in ways] for title, ways in facets.items()} == {
        "Kind": [("Challenge", "1"), ("Powerful learning moment", "2")],
        "Town": [("Ayr", "2"), ("Alloa", "1")],
        "Outcome": [("Housing and community", "1")],
        "Stage": [("Beginning", "1")],
        "Time": [("2026", "2"), ("2025", "1")],
    }
    reached = {
        title: [
            row.extract[-1].text for row in client.get(f"{LIBRARY}{ways[0].url}").context["rows"]
        ]
        for title, ways in facets.items()
    }
    assert reached == {
        "Kind": [" in autumn."],
        "Town": [" in autumn.", " in spring."],
        "Outcome": [" in spring."],
        "Stage": [" in spring."],
        "Time": [" in autumn.", " in spring."],
    }
    of_year = client.get(LIBRARY, {"q": "damp", "when": "2026"}).context
    assert [one.label for one in of_year["chosen"]] == ["2026"]
    assert [way.label for one in of_year["facets"] if one.key == "when" for way in one.options] == [
        "July to September 2026",
        "April to June 2026",
    ]
    assert found(client, when="2026-04") == ["Damp in spring."]


def test_many_come_in_pages_and_none_twice() -> None:
    lead = make.lead()
    for number in range(45):
        told(f"Damp {number:02}", by=lead)
    client, address, texts = client_of(lead), "?q=damp", []

    while address:
        answer = client.get(f"{LIBRARY}{address}").context
        texts += ["".join(piece.text for piece in row.extract) for row in answer["rows"]]
        address = answer["older"]

    assert sorted(texts) == [f"Damp {number:02}" for number in range(45)]


def test_what_matches_better_comes_first_unless_the_newest_are_asked_for() -> None:
    lead = make.lead()
    told("Damp, damp and more damp.", by=lead, month=date(2026, 3, 1))
    told("Much else, and some damp.", by=lead)

    client = client_of(lead)

    assert found(client, q="damp")[0] == "Damp, damp and more damp."
    assert found(client, q="damp", order="newest")[0] == "Much else, and some damp."


def test_numbers_are_counted_no_further_than_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    lead = make.lead()
    monkeypatch.setattr(learning, "NEWEST", 3)
    monkeypatch.setattr(learning_facets, "NEWEST", 3)
    for number in range(6):
        told(f"Damp {number}", by=lead)

    answer = page(client_of(lead), q="damp")

    assert "more than 3 found" in answer
    assert "Damp 5" not in answer.replace("</mark>", "") or "Damp 0" not in answer.replace(
        "</mark>", ""
    )
    assert "the newest 3 are ranked" in answer


def test_a_misspelt_word_is_put_right_from_words_that_the_reader_may_read() -> None:
    lead, steering = make.lead(), make.steering_member()
    make.session(on=TODAY, title="Allotments and health")
    make.session(on=TODAY, title="Mortgages", group=steering.tenure.group)
    told("A hovercraft came.", by=lead)
    gather_words()

    assert 'Did you mean <a href="?q=allotments">allotments</a>?' in page(
        client_of(lead), q="alotments"
    )
    assert "Did you mean" not in page(client_of(steering), q="alotments")
    assert "Did you mean" not in page(client_of(lead), q="mortgagse")
    assert "Did you mean" not in page(client_of(lead), q="hovercarft")


def test_a_word_is_not_suggested_once_it_stands_nowhere_though_the_list_still_has_it() -> None:
    lead, session = make.lead(), make.session(on=TODAY, title="Allotments and health")
    gather_words()
    type(session).objects.filter(pk=session.pk).update(title="Nothing else")

    assert "Did you mean" not in page(client_of(lead), q="alotments")
    assert (gather_words(), Word.objects.filter(word="allotments").exists()) == (2, False)
    assert gather_words() == 0


def test_what_is_missed_is_kept_without_the_person_and_told_to_the_team_alone() -> None:
    lead, member = make.lead(), make.second_step(make.team_member())
    client = client_of(lead)
    for words in (
        "heat pumps",
        "Heat  pumps",
        "ann@example.org",
        "07700 900123",
        "w" * 90,
        "Mairi Sinclair",
        "the",
    ):
        client.get(LIBRARY, {"q": words})
    client.get(LIBRARY, {"q": "narrowed", "kind": "challenge"})
    Client().get(LIBRARY, {"q": "signed out"})

    kept = [(one.words, one.on, one.times) for one in Unfound.objects.all()]

    assert kept == [("heat pumps", TODAY, 2)]
    told_to_team = client_of(member).get(reverse("learning:unfound")).content.decode()
    assert ("heat pumps" in told_to_team, "2 times" in told_to_team) == (True, True)
    assert client.get(reverse("learning:unfound")).status_code == 404


def test_what_was_missed_is_forgotten_after_half_a_year() -> None:
    for days in (179, 181):
        note_unfound("heat pumps", on=TODAY - timedelta(days=days))

    assert purge_unfound(at=timezone.now()) == 1
    assert [one.on for one in Unfound.objects.all()] == [TODAY - timedelta(days=179)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("the of", "These words stand in every text"),
        (":*", "These words stand in every text"),
        ("''", "These words stand in every text"),
        ('"', "These words stand in every text"),
        ("   ", "By outcome"),
        ("!&|<->()", "These words stand in every text"),
        ("a" * 5_000, "That was long"),
        ("damp " * 1_000, "That was long"),
        ("zzzz", "Nothing found that you may read"),
        ("-damp", "Nothing found that you may read"),
        ("damp:* & 'wall' <2> %s {} \\", "Nothing found that you may read"),
    ],
    ids=range(11),
)
def test_every_question_is_answered_in_words(typed: str, sentence: str) -> None:
    lead = make.lead()
    make.outcome("Housing and community")
    told("The damp came.", by=lead)

    assert sentence in page(client_of(lead), q=typed)


@pytest.mark.parametrize(
    "asked",
    [
        {"after": "nonsense"},
        {"after": "1e999_2026-13-01_item_9"},
        {"after": "0.1_2026-10-01_learning_999999999999999999"},
        {"stage": "99999999999999999999"},
        {"when": "2026-13"},
        {"town": "nowhere"},
        {"outcome": "nowhere"},
        {"kind": "jot"},
        {"stage": "²"},
    ],
    ids=range(9),
)
def test_an_address_that_means_nothing_is_no_fault(asked: dict[str, str]) -> None:
    lead = make.lead()
    told("The damp came.", by=lead)

    assert client_of(lead).get(LIBRARY, {"q": "damp", **asked}).status_code == 200


def test_somebody_without_a_post_finds_nothing() -> None:
    told("The damp came.", by=make.lead())
    client = Client()
    client.force_login(make.user())

    assert "Nothing found" in client.get(LIBRARY, {"q": "damp"}).content.decode()
    assert Unfound.objects.count() == 0


def test_an_item_is_read_in_full_by_those_who_may() -> None:
    author, other = make.lead(), make.lead()
    tag, partner = make.outcome("Feeling safe"), make.organisation("Paths for All")
    item = told("The damp came.", by=author, tags=(tag,))
    item.organisations.add(partner)
    address = reverse("learning:item", args=[item.key])

    source = client_of(other).get(address).content.decode()

    assert all(
        one in source
        for one in ("The damp came.", "Feeling safe", "Paths for All", "September 2026")
    )
    assert "In its report" not in source
    assert "In its report" in client_of(author).get(address).content.decode()
    assert client_of(make.steering_member()).get(address).status_code == 404


def test_an_outcome_joins_items_sessions_partners_and_towns_as_far_as_one_may_read() -> None:
    author, tag = make.lead(make.town("Ayr")), make.outcome("Feeling safe")
    partner, unseen = make.organisation("Paths for All"), make.organisation("Unseen Trust")
    told("Lamps along the shore.", by=author, tags=(tag,)).organisations.add(partner)
    told("Kept in the town.", by=author, tags=(tag,), audience=Audience.TOWN).organisations.add(
        unseen
    )
    make.session(on=TODAY, title="Lighting").outcomes.add(tag)
    address = reverse("outcomes:outcome", args=[tag.slug])

    source = client_of(make.lead()).get(address).content.decode()

    assert all(
        one in source
        for one in (
            "Lamps along the shore.",
            "Lighting",
            "Paths for All",
            "1 item, the last of September 2026",
        )
    )
    assert ("Kept in the town." in source, "Unseen Trust" in source) == (False, False)
    group = client_of(make.steering_member()).get(address).content.decode()
    assert ("Lamps" in group, "Lighting" in group, "Paths for All" in group) == (
        False,
        False,
        False,
    )


def test_the_pages_take_as_many_statements_for_many_as_for_few() -> None:
    lead, tag = make.lead(), make.outcome("Feeling safe")
    client, counted = client_of(lead), []
    for number in (1, 25):
        for one in range(number):
            item = told(f"Damp {one}", by=lead, tags=(tag,))
            item.organisations.add(make.organisation())
            session = make.session(on=TODAY, title="Damp")
            session.outcomes.add(tag)
            noted(session, "Damp.", by=lead)
        counted.append([statements(client, path) for path in paths(item, tag)])

    assert counted[0] == counted[1]
    assert counted[0][0] <= SEARCH.statements
    assert max(counted[0][1:3]) <= SEARCH.statements
    assert max(counted[0][3:]) <= DETAIL.statements


def paths(item: Item, tag: Outcome) -> Iterator[str]:
    yield f"{LIBRARY}?q=damp"
    yield LIBRARY
    yield f"{LIBRARY}?q=dampp+walls"
    yield reverse("learning:item", args=[item.key])
    yield reverse("outcomes:outcome", args=[tag.slug])


def statements(client: Client, path: str) -> int:
    """Those of a page that is asked for a second time."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_readers_of_the_same_posts_share_a_statement_and_never_what_it_finds() -> None:
    town = make.town()
    first, second = make.lead(town), make.lead(town, covering=True)
    report = make.submitted_report(about=town, month=SEPTEMBER, by=first.user)
    for holder in (first, second):
        name = "first" if holder is first else "second"
        make.item(of=report, text=f"Damp of the {name}.", author=holder.person, audience="me")

    assert found(client_of(first), q="damp") == ["Damp of the first."]
    assert found(client_of(second), q="damp") == ["Damp of the second."]


def test_what_is_found_is_the_same_whether_posts_were_asked_before() -> None:
    lead = make.lead()
    told("The damp came.", by=make.lead())
    asked = Asked(words="damp")

    numbers = learning.find(asked, lead.user, Vocabulary(), on=TODAY).number

    assert (numbers, len(found(client_of(lead), q="damp"))) == (1, 1)


def test_a_row_says_as_exactly_as_it_is_known_when_it_was_and_leads_to_its_place() -> None:
    lead, day = make.lead(), date(2026, 9, 3)
    session = make.session(on=day, title="Damp")
    noted(session, "Damp was decided.", by=lead)
    type(session.notes.get()).objects.update(sort="decision")
    make.resource(of=session, by=lead.user, title="Damp guide", use="resource")
    rough = make.session(
        on=date(2026, 2, 1),
        title="Damp meadow",
        state="approximate",
        precision="month",
        begins_at=None,
        ends_at=None,
    )
    client = client_of(lead)

    rows = {
        row.sort_words: row for row in client.get(LIBRARY, {"q": "damp -meadow"}).context["rows"]
    }
    (roughly,) = client.get(LIBRARY, {"q": "meadow"}).context["rows"]

    address = f"/sessions/{session.slug}/"
    assert {word: (row.url, list(row.facts)) for word, row in rows.items()} == {
        "Session": (address, ["Thursday 3 September 2026"]),
        "Note of a session": (f"{address}#decisions", ["Decided", "Thursday 3 September 2026"]),
        "Resource": (f"{address}#resources", ["Of “Damp”", "Thursday 3 September 2026"]),
    }
    assert (roughly.url, list(roughly.facts)) == (f"/sessions/{rough.slug}/", ["February 2026"])


def test_nothing_of_a_stage_that_another_programme_has() -> None:
    lead = make.lead()
    other = type(lead.town.programme).objects.create(
        name="Other", slug="other", starts_on=date(2025, 1, 1)
    )
    stages = [
        Stage.objects.create(programme=programme, name="All of it", starts_on=date(2026, 1, 15))
        for programme in (lead.town.programme, other)
    ]
    told("Damp in January.", by=lead, month=date(2026, 1, 1))
    client = client_of(lead)

    assert [found(client, q="damp", stage=str(one.pk)) for one in stages] == [
        ["Damp in January."],
        [],
    ]
