"""What was published is amended in sight: corrected with a reason, or words taken out."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from digests.actions.checking import approve_section
from digests.actions.correcting import (
    AmendedMeanwhile,
    Change,
    NothingChanged,
    NotTheirWords,
    correct_passage,
)
from digests.actions.freezing import NotToBePublished, begin_freeze
from digests.actions.publishing import publish, reopen, withdraw
from digests.actions.reading import mark_read
from digests.actions.redacting import (
    ENDED,
    NAMED_LESS,
    WITHDRAWN,
    redact,
    redact_taken_back,
    to_redact,
)
from digests.actions.steps import NotNow
from digests.content import Depth, checksum, checksum_of_all
from digests.models import Correction, Edition, EditionPart, Passage, ReadMark, Telling
from digests.queries.reading import HIDDEN, content_of
from evidence.actions.consents import withdraw_consent
from evidence.actions.quotes import Words, change_quote
from evidence.models import Consent, Quote
from people.models import User
from tests import make
from tests.digests.quarters import (
    AT,
    LATER,
    Quarter,
    again,
    changed_for,
    checked,
    drafted,
    passage,
    published,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
NOW = timezone.now()  # consents are asked about on the day of reading


def corrected(quarter: Quarter, text: str = "Two buses came.") -> Correction:
    return correct_passage(
        quarter.digest,
        passage(quarter, sort="learning").key,
        Change(text, "", "It was two.", seen(quarter)),
        by=quarter.team.user,
        at=LATER,
    )


def shortened(quarter: Quarter, text: str) -> Correction:
    """A correction of the quote."""
    key, by = passage(quarter, sort="quote").key, quarter.team.user
    change = Change(text, "", "Too long.", seen(quarter))
    return correct_passage(quarter.digest, key, change, by=by, at=LATER)


def seen(quarter: Quarter) -> int:
    """The number of the edition that is read now, if one is."""
    found = quarter.digest.editions.current().first()
    return found.number if found else 1


def quoting() -> tuple[Quarter, Quote]:
    """A published digest with a quote in it."""
    quarter = drafted()
    quote = make.quote(about=quarter.town, by=quarter.lead.user, text="We mended the bench.")
    make.consent(to=quote, by=quarter.lead.user, at=AT)
    section = quarter.digest.sections.get(town=quarter.town)
    section.passages.create(
        sort="quote", quote=quote, text=quote.text, position=90, depth=Depth.BRIEF
    )
    return published(quarter), quote


def everything() -> str:
    """Every word that any row of a digest keeps."""
    rows = [
        *Edition.objects.values_list("head", flat=True),
        *EditionPart.objects.values_list("content", flat=True),
        *Correction.objects.values_list("before", "after"),
        *Passage.objects.values_list("text", "note", "copied"),
    ]
    return json.dumps(rows, ensure_ascii=False)


def test_a_correction_makes_another_edition_that_says_both_states_and_why() -> None:
    quarter = published()

    made = corrected(quarter)

    old, new = Edition.objects.order_by("number")
    assert (old.replaced_at, new.number, new.published_at) == (LATER, 2, LATER)
    assert [one.text for row in new.parts.all() for one in row.says.passages] == ["Two buses came."]
    assert (made.before, made.after) == ("Buses came to the shore.", "Two buses came.")
    assert (made.edition, made.reason, made.town) == (new, "It was two.", quarter.town)
    assert again(quarter).digest.editions.current().get() == new


def test_the_other_parts_are_the_same_and_the_checksum_is_of_all_of_them() -> None:
    quarter = published()
    corrected(quarter)
    old, new = Edition.objects.order_by("number")

    same = new.parts.get(town=None)

    assert same.content == old.parts.get(town=None).content
    assert new.checksum != old.checksum
    assert new.checksum == checksum_of_all(
        checksum(new.head), [checksum(row.content) for row in new.parts.order_by("position")]
    )


@pytest.mark.parametrize("holder", ["lead", "steering_member", "evaluator"])
def test_only_the_team_corrects(holder: str) -> None:
    quarter = published()
    by = make.evaluator() if holder == "evaluator" else getattr(make, holder)(make.town("Alloa"))

    with pytest.raises(PermissionDenied):
        correct_passage(
            quarter.digest, passage(quarter).key, Change("x", "", "x", 1), by=by.user, at=AT
        )


def test_nothing_is_corrected_that_is_not_published_or_not_changed() -> None:
    quarter = drafted()
    with pytest.raises(NotNow, match="it is a draft"):
        corrected(quarter)

    published(quarter)
    with pytest.raises(NothingChanged):
        corrected(quarter, "Buses came to the shore.")


def test_a_passage_that_was_left_out_is_not_there_to_correct() -> None:
    quarter = drafted()
    Passage.objects.update(depth=Passage.OUT)
    published(quarter)

    with pytest.raises(NotNow, match="holds no such passage"):
        corrected(quarter)


def test_a_quote_is_corrected_to_what_was_said_alone() -> None:
    quarter, quote = quoting()

    with pytest.raises(NotTheirWords):
        shortened(quarter, "They mended it.")
    made = shortened(quarter, "We mended…")

    assert (made.before, made.after) == (quote.text, "We mended…")


def test_who_had_read_the_earlier_state_sees_what_changed_and_nobody_else() -> None:
    quarter = published()
    early, late = make.steering_member(quarter.town), make.steering_member(quarter.town)
    mark_read(Edition.objects.get(), by=early.user, at=AT)
    corrected(quarter)
    mark_read(Edition.objects.current().get(), by=late.user, at=LATER)

    standing = Edition.objects.current().get()
    (seen,) = changed_for(early.user, standing, on=TODAY)

    assert (seen.before, seen.after, seen.reason) == (
        "Buses came to the shore.",
        "Two buses came.",
        "It was two.",
    )
    assert changed_for(late.user, standing, on=TODAY) == []
    assert changed_for(quarter.team.user, standing, on=TODAY) == []


def test_a_correction_is_told_once() -> None:
    corrected(published())

    assert sorted(Telling.objects.values_list("sort", flat=True)) == ["corrected", "published"]


# --- Words taken out ----------------------------------------------------------------------------
def test_a_withdrawn_consent_hides_the_words_at_once() -> None:
    quarter, quote = quoting()
    withdraw_consent(quote, by=quarter.lead.user, at=NOW)
    edition = Edition.objects.current().get()

    content = content_of(edition, edition.parts.all(), on=timezone.localdate())

    said = [one for part in content.parts for one in part.passages if one.sort == "quote"]
    assert [(one.text, one.note, one.gone) for one in said] == [("", "", HIDDEN)]


def test_and_the_words_are_forgotten_in_every_edition_with_a_strip() -> None:
    quarter, quote = quoting()
    corrected(quarter)
    withdraw_consent(quote, by=quarter.lead.user, at=NOW)

    assert redact_taken_back(at=NOW) == 1

    assert "mended the bench" not in everything()
    edition = Edition.objects.current().get()
    assert edition.number == 3
    (gone,) = [
        one for row in edition.parts.all() for one in row.says.passages if one.sort == "quote"
    ]
    assert (gone.text, gone.gone) == ("", WITHDRAWN)
    strip = Correction.objects.get(sort="redacted")
    assert (strip.reason, strip.before, strip.after, strip.by) == (WITHDRAWN, "", "", None)
    for one in Edition.objects.all():
        parts = [checksum(row.content) for row in one.parts.order_by("position")]
        assert one.checksum == checksum_of_all(checksum(one.head), parts)


def test_it_may_be_repeated_and_nobody_is_written_to() -> None:
    quarter, quote = quoting()
    tellings = Telling.objects.count()
    withdraw_consent(quote, by=quarter.lead.user, at=NOW)

    assert [redact_taken_back(at=NOW), redact_taken_back(at=NOW)] == [1, 0]
    assert Telling.objects.count() == tellings


def test_a_correction_of_the_quote_forgets_both_its_states() -> None:
    quarter, quote = quoting()
    shortened(quarter, "We mended…")
    withdraw_consent(quote, by=quarter.lead.user, at=NOW)

    redact_taken_back(at=NOW)

    assert "mended" not in everything()
    assert set(Correction.objects.values_list("sort", "before", "after")) == {("redacted", "", "")}


def test_a_consent_that_ends_takes_the_words_out_too() -> None:
    _, quote = quoting()
    yesterday = timezone.localdate() - timedelta(days=1)
    Consent.objects.filter(quote=quote).update(until=yesterday)

    redact_taken_back(at=NOW)

    assert "mended the bench" not in everything()
    assert Correction.objects.get().reason == ENDED


def test_the_words_go_out_of_a_withdrawn_edition_as_well() -> None:
    quarter, quote = quoting()
    withdraw(quarter.digest, "By mistake.", by=quarter.team.user, at=LATER)
    withdraw_consent(quote, by=quarter.lead.user, at=NOW)

    assert redact_taken_back(at=NOW) == 1

    assert "mended the bench" not in everything()


def test_words_of_which_the_consent_holds_stay() -> None:
    quoting()

    assert redact_taken_back(at=NOW) == 0
    assert "mended the bench" in everything()


def test_a_redaction_keeps_no_words_whatever_writes_it() -> None:
    corrected(published())

    with pytest.raises(IntegrityError, match="redaction_keeps_no_words"), transaction.atomic():
        Correction.objects.update(sort="redacted")


def test_who_corrects_what_was_amended_meanwhile_is_shown_it_first() -> None:
    quarter = published()
    corrected(quarter)
    key, by = passage(quarter).key, quarter.team.user

    with pytest.raises(AmendedMeanwhile, match="was amended while you wrote"):
        correct_passage(quarter.digest, key, Change("Three.", "", "x", 1), by=by, at=LATER)


def test_a_corrected_section_does_not_say_that_its_lead_checked_that() -> None:
    quarter = checked(drafted())
    section = quarter.digest.sections.get(town=quarter.town)
    approve_section(section, seen_version=section.version, by=quarter.lead.user, at=AT)
    begin_freeze(quarter.digest, by=quarter.team.user, at=AT)
    publish(again(quarter).digest, by=quarter.team.user, at=AT)

    corrected(again(quarter))

    said = Edition.objects.current().get().parts.get(town=quarter.town).says.standing
    assert said.endswith("Corrected by the Programme Team after that.")
    section.refresh_from_db()
    assert not section.is_approved


def test_many_words_go_at_once_and_make_one_edition() -> None:
    quarter, quote = quoting_two()
    for one in Quote.objects.all():
        withdraw_consent(one, by=quarter.lead.user, at=NOW)

    assert redact_taken_back(at=NOW) == 2

    assert "mended" not in everything()
    assert Edition.objects.count() == 2
    assert Correction.objects.filter(sort="redacted").count() == 2
    assert quote


def quoting_two() -> tuple[Quarter, Quote]:
    """The same with two quotes, of two speakers."""
    quarter = drafted()
    section = quarter.digest.sections.get(town=quarter.town)
    for number in (1, 2):
        said = f"We mended bench {number}."
        quote = make.quote(about=quarter.town, by=quarter.lead.user, text=said)
        make.consent(to=quote, by=quarter.lead.user, at=AT)
        section.passages.create(
            sort="quote", quote=quote, text=said, position=90 + number, depth=Depth.BRIEF
        )
    return published(quarter), quote


def test_after_a_withdrawal_nobody_is_shown_what_was_corrected_before_it() -> None:
    quarter = published()
    reader = make.steering_member(quarter.town)
    mark_read(Edition.objects.get(), by=reader.user, at=AT)
    corrected(quarter)
    withdraw(again(quarter).digest, "By mistake.", by=quarter.team.user, at=LATER)
    reopen(again(quarter).digest, by=quarter.team.user, at=LATER)
    Passage.objects.filter(sort="learning").update(depth=Passage.OUT)
    begin_freeze(again(quarter).digest, by=quarter.team.user, at=LATER)
    publish(again(quarter).digest, by=quarter.team.user, at=LATER)

    assert changed_for(reader.user, Edition.objects.current().get(), on=TODAY) == []


def test_a_quote_named_otherwise_since_it_was_frozen_is_not_published() -> None:
    quarter, quote = quoting_draft()
    begin_freeze(checked(quarter).digest, by=quarter.team.user, at=AT)
    Quote.objects.filter(pk=quote.pk).update(attribution="anonymous", speaker_role="")

    with pytest.raises(NotToBePublished, match="How its speaker is named was changed"):
        publish(again(quarter).digest, by=quarter.team.user, at=LATER)


def quoting_draft() -> tuple[Quarter, Quote]:
    """A draft with a quote in it, added before it is frozen."""
    quarter = drafted()
    quote = make.quote(about=quarter.town, by=quarter.lead.user)
    make.consent(to=quote, by=quarter.lead.user, at=AT)
    section = quarter.digest.sections.get(town=quarter.town)
    section.passages.create(sort="quote", quote=quote, text=quote.text, position=90, depth="brief")
    return quarter, quote


# --- A speaker named otherwise ------------------------------------------------------------------
def named_less(quote: Quote, *, by: User) -> Quote:
    """Its speaker is not named any more."""
    words = Words(quote.text, quote.said_on, Quote.Attribution.ANONYMOUS)
    return change_quote(quote, words, seen_at=quote.changed_at, by=by, at=timezone.now())


def names_in(edition: Edition) -> list[tuple[str, str]]:
    """How each quote that is read names its speaker, with its words."""
    content = content_of(edition, edition.parts.all(), on=timezone.localdate())
    said = (one for part in content.parts for one in part.passages if one.sort == "quote")
    return [(one.text, one.note) for one in said]


def test_a_speaker_named_less_is_named_so_at_once() -> None:
    quarter, quote = quoting()
    before = quote.said_by
    named_less(quote, by=quarter.lead.user)
    edition = Edition.objects.current().get()

    assert names_in(edition) == [(quote.text, "Somebody in the town")]
    assert before in everything()


def test_and_the_name_is_forgotten_in_every_edition_and_the_words_stay() -> None:
    quarter, quote = quoting()
    before = quote.said_by
    corrected(quarter)
    named_less(quote, by=quarter.lead.user)

    assert [redact_taken_back(at=NOW), redact_taken_back(at=NOW)] == [1, 0]

    assert before not in everything()
    assert names_in(Edition.objects.current().get()) == [(quote.text, "Somebody in the town")]
    assert Correction.objects.get(sort="redacted").reason == NAMED_LESS


def test_words_withdrawn_while_a_digest_is_made_anew_are_forgotten_too() -> None:
    quarter, quote = quoting()
    withdraw(quarter.digest, "By mistake.", by=quarter.team.user, at=LATER)
    reopen(again(quarter).digest, by=quarter.team.user, at=LATER)
    withdraw_consent(quote, by=quarter.lead.user, at=NOW)

    assert redact_taken_back(at=NOW) == 1

    assert "mended the bench" not in everything()


def test_a_name_taken_back_before_publication_is_forgotten_in_what_was_given_up() -> None:
    quarter, quote = quoting()
    before = quote.said_by
    withdraw(quarter.digest, "By mistake.", by=quarter.team.user, at=LATER)
    reopen(again(quarter).digest, by=quarter.team.user, at=LATER)
    named_less(quote, by=quarter.lead.user)
    begin_freeze(again(quarter).digest, by=quarter.team.user, at=LATER)
    assert before in everything()

    redact_taken_back(at=NOW)

    assert before not in everything()


def test_two_runs_that_find_the_same_words_make_one_edition() -> None:
    quarter, quote = quoting()
    withdraw_consent(quote, by=quarter.lead.user, at=NOW)
    found = to_redact(at=NOW)

    for _ in range(2):
        for number, taken in found.items():
            redact(number, taken, at=NOW)

    assert Edition.objects.count() == 2
    assert Correction.objects.filter(sort="redacted").count() == 1


def test_a_mark_under_what_was_withdrawn_since_is_no_mark_of_what_stands() -> None:
    quarter = published()
    reader = make.steering_member(quarter.town)
    mark_read(Edition.objects.get(), by=reader.user, at=AT)
    corrected(quarter)
    assert ReadMark.objects.standing().count() == 1

    withdraw(again(quarter).digest, "By mistake.", by=quarter.team.user, at=LATER)

    assert ReadMark.objects.standing().count() == 0
