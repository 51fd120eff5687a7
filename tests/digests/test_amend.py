"""What was published is amended in sight: corrected with a reason, or words taken out."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from digests.actions.correcting import (
    ENDED,
    WITHDRAWN,
    NothingChanged,
    NotTheirWords,
    correct_passage,
    redact_unagreed,
)
from digests.actions.publishing import withdraw
from digests.actions.reading import mark_read
from digests.actions.steps import NotNow
from digests.content import Depth, checksum, checksum_of_all
from digests.models import Correction, Edition, EditionPart, Passage, Telling
from digests.queries.reading import HIDDEN, changed_since_read, content_of
from evidence.actions.consents import withdraw_consent
from evidence.models import Consent, Quote
from tests import make
from tests.digests.quarters import AT, LATER, Quarter, again, drafted, passage, published

pytestmark = pytest.mark.django_db

NOW = timezone.now()  # consents are asked about on the day of reading


def corrected(quarter: Quarter, text: str = "Two buses came.") -> Correction:
    return correct_passage(
        quarter.digest,
        passage(quarter, sort="learning").key,
        text=text,
        note="",
        reason="It was two.",
        by=quarter.team.user,
        at=LATER,
    )


def shortened(quarter: Quarter, text: str) -> Correction:
    """A correction of the quote."""
    key, by = passage(quarter, sort="quote").key, quarter.team.user
    facts = {"note": "", "reason": "Too long."}
    return correct_passage(quarter.digest, key, text=text, **facts, by=by, at=LATER)


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
            quarter.digest, passage(quarter).key, text="x", note="", reason="x", by=by.user, at=AT
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

    (seen,) = changed_since_read(quarter.digest, early.user)

    assert (seen.before, seen.after, seen.reason) == (
        "Buses came to the shore.",
        "Two buses came.",
        "It was two.",
    )
    assert changed_since_read(quarter.digest, late.user) == []
    assert changed_since_read(quarter.digest, quarter.team.user) == []


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

    assert redact_unagreed(at=NOW) == 1

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

    assert [redact_unagreed(at=NOW), redact_unagreed(at=NOW)] == [1, 0]
    assert Telling.objects.count() == tellings


def test_a_correction_of_the_quote_forgets_both_its_states() -> None:
    quarter, quote = quoting()
    shortened(quarter, "We mended…")
    withdraw_consent(quote, by=quarter.lead.user, at=NOW)

    redact_unagreed(at=NOW)

    assert "mended" not in everything()
    assert set(Correction.objects.values_list("sort", "before", "after")) == {("redacted", "", "")}


def test_a_consent_that_ends_takes_the_words_out_too() -> None:
    _, quote = quoting()
    yesterday = timezone.localdate() - timedelta(days=1)
    Consent.objects.filter(quote=quote).update(until=yesterday)

    redact_unagreed(at=NOW)

    assert "mended the bench" not in everything()
    assert Correction.objects.get().reason == ENDED


def test_the_words_go_out_of_a_withdrawn_edition_as_well() -> None:
    quarter, quote = quoting()
    withdraw(quarter.digest, "By mistake.", by=quarter.team.user, at=LATER)
    withdraw_consent(quote, by=quarter.lead.user, at=NOW)

    assert redact_unagreed(at=NOW) == 1

    assert "mended the bench" not in everything()


def test_words_of_which_the_consent_holds_stay() -> None:
    quoting()

    assert redact_unagreed(at=NOW) == 0
    assert "mended the bench" in everything()


def test_a_redaction_keeps_no_words_whatever_writes_it() -> None:
    corrected(published())

    with pytest.raises(IntegrityError, match="redaction_keeps_no_words"), transaction.atomic():
        Correction.objects.update(sort="redacted")
