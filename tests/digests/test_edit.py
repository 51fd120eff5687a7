"""The team edits a digest; what a colleague changed is never overwritten unseen."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from digests.actions.editing import (
    NotAgreed,
    OpeningChanged,
    QuotedAlready,
    add_passage,
    add_quote,
    place_passage,
    save_opening,
    save_progress,
    save_section,
)
from digests.actions.gathering import begin_digest
from digests.actions.steps import NotNow
from digests.content import Depth, Sort
from digests.drafts import Edit, Words, short_name, words_of
from digests.models import Passage
from digests.queries.recalls import is_cut_from
from evidence.actions.consents import withdraw_consent
from evidence.models import Scope
from reflections.models import Kind
from tests import make
from tests.digests.quarters import (
    AT,
    QUARTER,
    Quarter,
    checked,
    drafted,
    frozen,
    passage,
    shared,
    submitted,
)

pytestmark = pytest.mark.django_db


def edit(
    of: Passage, text: str, *, depth: str = Depth.PAGE, version: int = 0, note: str = ""
) -> Edit:
    """What a window sends that was shown the passage as it is."""
    words = Words(text=text, note=note, depth=depth)
    return Edit(key=of.key, words=words, version=version or of.version, was=words_of(of).digest)


def test_words_and_depth_are_kept_and_the_section_counts_a_version() -> None:
    quarter = drafted()
    found = passage(quarter)
    before = found.section.version

    saved = save_section(found.section, [edit(found, "Shorter.")], by=quarter.team.user, at=AT)

    found.refresh_from_db()
    assert (found.text, found.depth, found.version) == ("Shorter.", Depth.PAGE, 2)
    assert found.changed_by == quarter.team.user
    assert saved.kept == [found]
    found.section.refresh_from_db()
    assert found.section.version == before + 1


def test_the_item_from_which_it_was_copied_stays_as_its_author_wrote_it() -> None:
    quarter = drafted("Buses came.")
    found = passage(quarter)

    save_section(found.section, [edit(found, "No buses.")], by=quarter.team.user, at=AT)

    assert found.item is not None
    found.item.refresh_from_db()
    assert found.item.text == "Buses came."


def test_what_a_colleague_changed_first_stays_and_the_other_text_comes_back() -> None:
    quarter = drafted()
    found, other = passage(quarter), make.team_member()
    mine = edit(found, "Mine.")
    save_section(found.section, [edit(found, "Theirs.")], by=other.user, at=AT)

    saved = save_section(found.section, [mine], by=quarter.team.user, at=AT)

    found.refresh_from_db()
    assert found.text == "Theirs."
    assert (saved.kept, saved.conflicts) == ([], [found])
    again = save_section(found.section, [edit(found, "Mine.")], by=quarter.team.user, at=AT)
    assert [one.text for one in again.kept] == ["Mine."]


def test_the_same_sent_twice_is_kept_once() -> None:
    quarter = drafted()
    found = passage(quarter)
    sent = edit(found, "Shorter.")

    for _ in range(2):
        saved = save_section(found.section, [sent], by=quarter.team.user, at=AT)
        assert [one.text for one in saved.kept] == ["Shorter."]

    found.refresh_from_db()
    assert found.version == 2


def test_what_nobody_touched_is_no_change_however_old_the_window() -> None:
    quarter = drafted()
    found = passage(quarter)
    untouched = edit(found, found.text, depth=found.depth)
    save_section(found.section, [edit(found, "Theirs.")], by=quarter.team.user, at=AT)

    saved = save_section(found.section, [untouched], by=quarter.team.user, at=AT)

    found.refresh_from_db()
    assert found.text == "Theirs."
    assert saved.conflicts == []


def test_a_passage_of_another_section_is_not_reached() -> None:
    quarter = drafted()
    across = quarter.digest.sections.get(town=None)

    saved = save_section(
        across, [edit(passage(quarter), "Elsewhere.")], by=quarter.team.user, at=AT
    )

    assert (saved.kept, passage(quarter).text) == ([], "Buses came to the shore.")


@pytest.mark.parametrize("holder", ["lead", "link_lead", "steering_member", "evaluator"])
def test_nobody_but_the_team_edits(holder: str) -> None:
    quarter = drafted()
    make_holder = getattr(make, holder)
    by = (make_holder() if holder == "evaluator" else make_holder(make.town("Alloa"))).user
    found = passage(quarter)

    for deed in (
        lambda: save_section(found.section, [edit(found, "x")], by=by, at=AT),
        lambda: save_progress(found.section, "x", was="", by=by, at=AT),
        lambda: place_passage(found, before=True, by=by, at=AT),
        lambda: add_passage(found.section, sort=Sort.TOPIC, text="x", by=by, at=AT),
        lambda: save_opening(quarter.digest, "x", version=1, by=by, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_nothing_is_edited_once_it_is_frozen() -> None:
    quarter = frozen(drafted())
    found, by = passage(quarter), quarter.team.user

    with pytest.raises(NotNow, match="it is frozen"):
        save_section(found.section, [edit(found, "x")], by=by, at=AT)
    with pytest.raises(NotNow):
        save_opening(quarter.digest, "x", version=1, by=by, at=AT)


def test_the_first_sentences_are_worded_unless_a_colleague_did_so_meanwhile() -> None:
    quarter = drafted()
    section = quarter.digest.sections.get(town=quarter.town)
    seen, by = short_name(section.progress), quarter.team.user

    assert save_progress(section, "A good summer.", was=seen, by=by, at=AT)
    assert not save_progress(section, "A dry summer.", was=seen, by=by, at=AT)
    assert save_progress(section, "A good summer.", was=seen, by=by, at=AT)

    section.refresh_from_db()
    assert section.progress == "A good summer."


def test_a_passage_goes_up_and_down_among_its_sort_and_stops_at_the_ends() -> None:
    lead, team = make.lead(make.town("Ayr")), make.team_member()
    report = submitted(lead)
    for text in ("One.", "Two.", "Three."):
        shared(report, text, kind=Kind.CHALLENGE)
    quarter = Quarter(lead.town, lead, team, begin_digest(QUARTER, by=team.user, at=AT))
    two = passage(quarter, text="Two.")

    def order() -> list[str]:
        return list(two.section.passages.in_order().values_list("text", flat=True))

    place_passage(two, before=True, by=team.user, at=AT)
    assert order() == ["Two.", "One.", "Three."]
    place_passage(two, before=True, by=team.user, at=AT)
    assert order() == ["Two.", "One.", "Three."]
    for _ in range(3):
        place_passage(two, before=False, by=team.user, at=AT)
    assert order() == ["One.", "Three.", "Two."]


def test_the_team_adds_a_passage_of_its_own() -> None:
    quarter = drafted()
    section = quarter.digest.sections.get(town=None)

    made = add_passage(section, sort=Sort.TOPIC, text="All wrote.", by=quarter.team.user, at=AT)

    assert (made.text, made.depth, made.item) == ("All wrote.", Depth.FULL, None)


def test_opening_lines_are_kept_unless_a_colleague_wrote_others_meanwhile() -> None:
    quarter = drafted()
    by = quarter.team.user

    save_opening(quarter.digest, "Three towns.", version=1, by=by, at=AT)
    with pytest.raises(OpeningChanged, match="They read now: “Three towns"):
        save_opening(quarter.digest, "Four towns.", version=1, by=by, at=AT)
    kept = save_opening(quarter.digest, "Four towns.", version=2, by=by, at=AT)

    assert (kept.opening, kept.opening_version) == ("Four towns.", 3)


# --- Quotes -------------------------------------------------------------------------------------
def test_a_quote_is_added_once_with_its_speaker_named_as_they_chose() -> None:
    quarter = drafted()
    section = quarter.digest.sections.get(town=quarter.town)
    quote = make.quote(about=quarter.town, by=quarter.lead.user)
    make.consent(to=quote, by=quarter.lead.user, at=AT)

    made = add_quote(section, quote, by=quarter.team.user, at=AT)

    assert (made.text, made.note, made.quote) == (quote.text, "youth worker", quote)
    with pytest.raises(QuotedAlready):
        add_quote(section, quote, by=quarter.team.user, at=AT)


def test_a_quote_to_which_nobody_agreed_is_refused() -> None:
    quarter = drafted()
    section = quarter.digest.sections.get(town=quarter.town)
    quote = make.quote(about=quarter.town, by=quarter.lead.user)

    with pytest.raises(NotAgreed, match="Nobody has agreed that others read this quote"):
        add_quote(section, quote, by=quarter.team.user, at=AT)


def test_a_quote_for_the_cohort_alone_is_refused_for_steering_groups() -> None:
    quarter = drafted()
    section = quarter.digest.sections.get(town=quarter.town)
    quote = make.quote(about=quarter.town, by=quarter.lead.user)
    make.consent(to=quote, by=quarter.lead.user, at=AT, scopes=[Scope.COHORT])

    with pytest.raises(NotAgreed, match="may be read by the cohort alone, not by Steering Groups"):
        add_quote(section, quote, by=quarter.team.user, at=AT)


def test_a_quote_whose_consent_was_withdrawn_is_refused() -> None:
    quarter = drafted()
    section = quarter.digest.sections.get(town=quarter.town)
    quote = make.quote(about=quarter.town, by=quarter.lead.user)
    make.consent(to=quote, by=quarter.lead.user, at=AT)
    withdraw_consent(quote, by=quarter.lead.user, at=AT)

    with pytest.raises(NotAgreed, match="was withdrawn"):
        add_quote(section, quote, by=quarter.team.user, at=AT)


def test_a_quote_stands_in_its_own_town_alone() -> None:
    quarter = drafted()
    section = quarter.digest.sections.get(town=quarter.town)

    with pytest.raises(NotNow, match="another town"):
        add_quote(section, make.quote(), by=quarter.team.user, at=AT)


def test_how_a_speaker_is_named_is_not_the_editor_s_to_change() -> None:
    quarter = drafted()
    section = quarter.digest.sections.get(town=quarter.town)
    quote = make.quote(about=quarter.town, by=quarter.lead.user)
    make.consent(to=quote, by=quarter.lead.user, at=AT)
    made = add_quote(section, quote, by=quarter.team.user, at=AT)

    save_section(
        section, [edit(made, made.text, note="Ann Bell, Ayr")], by=quarter.team.user, at=AT
    )

    made.refresh_from_db()
    assert made.note == "youth worker"


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("We mended the bench ourselves, and nobody thanked us.", True),
        ("We mended the bench…", True),
        ("… nobody thanked us.", True),
        ("We mended … and nobody thanked us.", True),
        ("We  mended\nthe bench…", True),
        ("We mended the bench ourselves.", False),
        ("Nobody thanked us… We mended the bench", False),
        ("They mended the bench…", False),
        ("mended the bench ourselves, and nobody thanked us.", False),
        ("nobody thanked us.", False),
        ("We men…", False),
        ("… nobody thanked …", True),
    ],
)
def test_a_quote_is_shortened_with_an_ellipsis_and_otherwise_left_alone(
    text: str,
    is_cut: bool,  # noqa: FBT001 -- of a table
) -> None:
    said = "We mended the bench ourselves, and nobody thanked us."

    assert is_cut_from(text, said) is is_cut


# --- What must never be false -------------------------------------------------------------------
def test_a_passage_points_at_one_thing_at_most() -> None:
    quarter = checked(drafted())
    found = passage(quarter)
    session = make.session()

    with pytest.raises(IntegrityError, match="passage_copied_from_one_thing"), transaction.atomic():
        Passage.objects.filter(pk=found.pk).update(session=session)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"text": ""}, "passage_says_something"),
        ({"sort": "quote"}, "passage_quotes_a_quote"),
        ({"month": AT.date()}, "passage_month_is_first_day"),
    ],
)
def test_a_passage_says_something_of_its_sort(fields: dict[str, object], name: str) -> None:
    quarter = drafted()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Passage.objects.filter(pk=passage(quarter).pk).update(**fields)


def test_a_key_that_no_passage_has_is_left_alone() -> None:
    quarter = drafted()
    words = Words(text="x", note="", depth=Depth.FULL)
    stray = Edit(key=uuid4(), words=words, version=1)

    saved = save_section(
        quarter.digest.sections.get(town=None), [stray], by=quarter.team.user, at=AT
    )

    assert (saved.kept, saved.conflicts) == ([], [])
