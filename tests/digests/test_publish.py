"""A digest is frozen, published, withdrawn: readers get what was frozen, and nothing after it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from digests.actions.checking import begin_check
from digests.actions.freezing import NotToBePublished, begin_freeze, freeze_on, thaw
from digests.actions.gathering import AT_ONCE, begin_digest
from digests.actions.publishing import publish, reopen, withdraw
from digests.actions.steps import NotNow
from digests.content import Depth, checksum, checksum_of_all
from digests.models import Digest, Edition, EditionPart, Passage, Telling
from evidence.actions.consents import withdraw_consent
from evidence.models import Consent
from kit.periods import shift
from reflections.models import Audience, Item
from tests import make
from tests.digests.quarters import (
    AT,
    LATER,
    QUARTER,
    Quarter,
    again,
    checked,
    drafted,
    frozen,
    published,
    shared,
    submitted,
)

pytestmark = pytest.mark.django_db

BEGUN = {"check_began_at": AT}


def quoted() -> tuple[Quarter, Consent]:
    """A draft that quotes somebody, with their consent."""
    quarter = drafted()
    quote = make.quote(about=quarter.town, by=quarter.lead.user)
    consent, _ = make.consent(to=quote, by=quarter.lead.user, at=AT)
    section = quarter.digest.sections.get(town=quarter.town)
    section.passages.create(sort="quote", quote=quote, text=quote.text, position=90, depth="brief")
    return quarter, consent


def said_by(edition: Edition) -> list[str]:
    """Every text of an edition, in order."""
    return [one.text for row in edition.parts.order_by("position") for one in row.says.passages]


def test_an_edition_holds_a_copy_with_a_checksum_and_reading_times() -> None:
    quarter = frozen(drafted())

    (edition,) = quarter.digest.editions.all()

    assert quarter.digest.state == Digest.State.FROZEN
    assert (edition.number, edition.frozen_by, edition.frozen_at) == (1, quarter.team.user, AT)
    assert said_by(edition) == ["Buses came to the shore."]
    head = edition.says
    assert (head.quarter, head.completeness) == ("2026-07", "1 of 1 report")
    assert head.minutes == dict.fromkeys(Depth, 1)
    assert edition.checksum == checksum_of_all(
        checksum(edition.head),
        [checksum(row.content) for row in edition.parts.order_by("position")],
    )


def test_what_is_left_out_is_not_in_the_edition() -> None:
    quarter = drafted()
    Passage.objects.update(depth=Passage.OUT)

    frozen(quarter)

    assert said_by(Edition.objects.get()) == []


def test_nothing_is_frozen_before_the_towns_were_asked() -> None:
    quarter = drafted()

    with pytest.raises(NotNow):
        begin_freeze(quarter.digest, by=quarter.team.user, at=AT)


def test_a_later_edit_of_the_item_never_reaches_the_edition() -> None:
    quarter = frozen(drafted())
    Item.objects.update(text="Something private.")

    publish(quarter.digest, by=quarter.team.user, at=AT)

    assert said_by(Edition.objects.get()) == ["Buses came to the shore."]


@pytest.mark.parametrize(
    "change",
    [
        {"audience": Audience.COHORT},
        {"open_findings": 1},
        {"withdrawn_at": AT},
        {"audience": Audience.TEAM, "sensitive": True},
    ],
    ids=["narrowed", "questioned", "taken out", "sensitive"],
)
def test_what_its_town_does_not_share_any_more_is_neither_frozen_nor_published(
    change: dict[str, object],
) -> None:
    first = checked(drafted())
    Item.objects.update(**change)

    with pytest.raises(NotToBePublished, match="Ayr: The town does not share this"):
        begin_freeze(first.digest, by=first.team.user, at=AT)

    shared_again = {"sensitive": False, "open_findings": 0, "withdrawn_at": None}
    Item.objects.update(audience=Audience.STEERING, **shared_again)
    begin_freeze(first.digest, by=first.team.user, at=AT)
    Item.objects.update(**change)
    with pytest.raises(NotToBePublished, match="1 passage cannot be published"):
        publish(again(first).digest, by=first.team.user, at=LATER)
    assert again(first).digest.state == Digest.State.FROZEN


def test_a_quote_without_consent_for_steering_groups_is_not_frozen() -> None:
    quarter, _ = quoted()
    Consent.objects.update(scopes=["cohort"])

    with pytest.raises(NotToBePublished, match="may be read by the cohort alone"):
        frozen(quarter)


def test_a_consent_that_ends_between_freezing_and_publishing_stops_it() -> None:
    quarter, consent = quoted()
    Consent.objects.filter(pk=consent.pk).update(until=AT.date() + timedelta(days=2))
    frozen(quarter)

    with pytest.raises(
        NotToBePublished, match="The consent to this quote ended on Wednesday 14 October 2026"
    ):
        publish(quarter.digest, by=quarter.team.user, at=LATER)

    thaw(quarter.digest, by=quarter.team.user, at=LATER)
    Passage.objects.filter(sort="quote").update(depth=Passage.OUT)
    begin_freeze(quarter.digest, by=quarter.team.user, at=LATER)
    publish(quarter.digest, by=quarter.team.user, at=LATER)
    assert said_by(Edition.objects.current().get()) == ["Buses came to the shore."]


def test_a_consent_withdrawn_before_freezing_stops_it() -> None:
    quarter, consent = quoted()
    checked(quarter)
    withdraw_consent(consent.quote, by=quarter.lead.user, at=AT)

    with pytest.raises(NotToBePublished, match="was withdrawn"):
        begin_freeze(quarter.digest, by=quarter.team.user, at=AT)


def test_words_that_nobody_said_are_not_published_as_a_quote() -> None:
    quarter, _ = quoted()
    Passage.objects.filter(sort="quote").update(text="We love the council.")

    with pytest.raises(NotToBePublished, match="Nobody agreed to these words"):
        frozen(quarter)


def test_published_once_and_by_the_team_alone() -> None:
    quarter = frozen(drafted())

    with pytest.raises(PermissionDenied):
        publish(quarter.digest, by=quarter.lead.user, at=AT)
    publish(quarter.digest, by=quarter.team.user, at=AT)
    with pytest.raises(NotNow, match="it is published"):
        publish(quarter.digest, by=quarter.team.user, at=AT)

    digest = again(quarter).digest
    assert (digest.published_at, digest.published_by) == (AT, quarter.team.user)
    assert [one.sort for one in Telling.objects.all()] == [Telling.Sort.PUBLISHED]


def test_a_frozen_digest_can_be_taken_back_and_its_edition_is_given_up() -> None:
    quarter = frozen(drafted())

    thaw(quarter.digest, by=quarter.team.user, at=AT)
    begin_freeze(again(quarter).digest, by=quarter.team.user, at=LATER)

    assert list(
        quarter.digest.editions.order_by("number").values_list("number", "discarded_at")
    ) == [(1, AT), (2, None)]


def test_a_published_digest_is_not_taken_back_but_withdrawn() -> None:
    quarter = published()

    with pytest.raises(NotNow):
        thaw(quarter.digest, by=quarter.team.user, at=AT)
    with pytest.raises(NotNow):
        reopen(quarter.digest, by=quarter.team.user, at=AT)


def test_an_edition_published_by_mistake_is_withdrawn_with_its_reason() -> None:
    quarter = published()

    withdraw(quarter.digest, "Published by mistake.", by=quarter.team.user, at=AT)

    digest = again(quarter).digest
    assert (digest.state, digest.withdrawn_why) == ("withdrawn", "Published by mistake.")
    assert not Edition.objects.current().exists()
    reopen(digest, by=quarter.team.user, at=LATER)
    begin_freeze(again(quarter).digest, by=quarter.team.user, at=LATER)
    publish(again(quarter).digest, by=quarter.team.user, at=LATER)
    assert again(quarter).digest.state == Digest.State.PUBLISHED
    assert Edition.objects.current().get().number == 2
    assert Edition.objects.get(number=1).withdrawn_why == "Published by mistake."


def test_only_the_team_withdraws() -> None:
    quarter = published()

    with pytest.raises(PermissionDenied):
        withdraw(quarter.digest, "x", by=quarter.lead.user, at=AT)


def test_what_is_frozen_cannot_be_changed_or_deleted_by_anybody() -> None:
    frozen(drafted())

    for rows, change in (
        (Edition.objects.all(), {"head": {}}),
        (EditionPart.objects.all(), {"content": {}}),
        (EditionPart.objects.all(), {"checksum": "0" * 64}),
    ):
        with pytest.raises(IntegrityError, match="an edition is frozen"), transaction.atomic():
            rows.update(**change)
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="Cannot delete rows"),
        transaction.atomic(),
    ):
        cursor.execute("DELETE FROM digests_editionpart")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"quarter": AT.date()}, "digest_of_a_whole_quarter"),
        ({"state": "published", **BEGUN}, "digest_published_by_somebody"),
        ({"state": "withdrawn", **BEGUN}, "digest_withdrawn_for_a_reason|digest_published_by"),
        ({"withdrawn_why": "x"}, "digest_withdrawn_for_a_reason"),
    ],
)
def test_a_digest_s_state_has_its_who_and_when(fields: dict[str, object], name: str) -> None:
    drafted()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Digest.objects.update(**fields)


def test_many_sections_are_frozen_some_at_a_time() -> None:
    team = make.team_member()
    for _ in range(AT_ONCE + 3):
        shared(submitted(make.lead()))
    digest = begin_digest(QUARTER, by=team.user, at=AT)
    begin_check(digest, by=team.user, at=AT)

    digest = begin_freeze(digest, by=team.user, at=AT)
    assert (digest.state, EditionPart.objects.count()) == ("freezing", AT_ONCE)
    freeze_on(digest, at=AT)
    digest.refresh_from_db()

    assert (digest.state, EditionPart.objects.count()) == ("frozen", AT_ONCE + 4)
    assert list(
        EditionPart.objects.order_by("position").values_list("position", flat=True)
    ) == list(range(AT_ONCE + 4))


def test_freezing_a_batch_asks_the_same_for_one_section_and_for_many() -> None:
    team, counts = make.team_member(), []
    for towns in (1, AT_ONCE - 4):
        for _ in range(towns):
            shared(submitted(make.lead()))
        digest = begin_digest(QUARTER, by=team.user, at=AT)
        begin_check(digest, by=team.user, at=AT)
        Digest.objects.filter(pk=digest.pk).update(state="freezing")
        Edition.objects.create(digest=digest, number=1, head={}, frozen_at=AT, frozen_by=team.user)
        with CaptureQueriesContext(connection) as counted, transaction.atomic():
            freeze_on(digest, at=AT)
            transaction.set_rollback(True)
        counts.append(len(counted))
        Digest.objects.filter(pk=digest.pk).update(quarter=shift(QUARTER, -3 * len(counts)))

    assert counts[0] == counts[1]
