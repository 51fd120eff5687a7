"""An edition is told to its readers and to those whose items it holds; each of them once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from digests.actions.correcting import Change, correct_passage
from digests.actions.publishing import withdraw
from digests.actions.reading import mark_read
from digests.actions.telling import tell_on
from digests.letters.editions import tell_edition
from digests.models import Edition, Telling
from digests.notices import CORRECTED, EDITION, WITHDRAWN
from evidence.actions.consents import withdraw_consent
from outbox.kinds import Part
from outbox.models import Notice
from reflections.models import ItemEvent
from tests import make
from tests.digests.quarters import AT, LATER, Quarter, drafted, passage, published

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[int | None]:
    rows = Notice.objects.filter(kind=kind).order_by("person")
    return list(rows.values_list("person", flat=True))


def tell_all(*, at: datetime = AT) -> None:
    for telling in Telling.objects.filter(done_at=None).order_by("pk"):
        while tell_on(telling, at=at):
            pass


def test_members_of_steering_groups_and_national_leaders_get_it_once() -> None:
    quarter = published()
    member, national = make.steering_member(quarter.town), make.national_leader()
    make.tenure(member.person, "steering", group=make.group(of=make.town("Alloa")))
    make.link_lead(quarter.town)

    tell_all()
    Telling.objects.update(done_at=None, phase="readers", reached=0)
    tell_all()

    assert told(EDITION) == sorted([member.person.pk, national.person.pk])
    assert Telling.objects.get().told == 2


@pytest.mark.parametrize("fields", [{"until": AT.date() - timedelta(days=1)}])
def test_who_has_left_the_group_does_not(fields: dict[str, object]) -> None:
    quarter = published()
    make.steering_member(quarter.town, **fields)

    tell_all()

    assert told(EDITION) == []


def test_nobody_is_written_to_in_their_quiet_hours() -> None:
    quarter = published()
    make.steering_member(quarter.town)

    tell_all(at=datetime(2026, 10, 12, 21, 0, tzinfo=UTC))

    not_before = Notice.objects.get(kind=EDITION).not_before
    assert not_before == datetime(2026, 10, 13, 7, 0, tzinfo=UTC)  # eight o'clock in London


def test_authors_see_where_their_items_were_used() -> None:
    quarter = published()

    tell_all()

    event = ItemEvent.objects.get(kind=ItemEvent.Kind.ECHOED)
    assert event.item == passage(quarter).item
    assert (event.label, event.address) == (
        "All Project Towns digest, July to September 2026",
        "/digests/2026-07/",
    )


def test_a_correction_goes_to_those_who_had_read_the_earlier_state() -> None:
    quarter = published()
    early, late = make.steering_member(quarter.town), make.steering_member(quarter.town)
    mark_read(Edition.objects.get(), by=early.user, at=AT)
    correct(quarter)
    mark_read(Edition.objects.current().get(), by=late.user, at=LATER)

    tell_all(at=LATER)

    assert told(CORRECTED) == [early.person.pk]


def correct(quarter: Quarter) -> None:
    key, by = passage(quarter).key, quarter.team.user
    correct_passage(quarter.digest, key, Change("Two.", "", "Two.", 1), by=by, at=LATER)


def test_a_withdrawal_goes_once_to_those_who_got_it_or_had_read_it() -> None:
    quarter = published()
    got, read, neither = (make.steering_member(quarter.town) for _ in range(3))
    mark_read(Edition.objects.get(), by=read.user, at=AT)
    promised(got, state=Notice.State.TOLD)
    promised(neither, state=Notice.State.WAITING)
    withdraw(quarter.digest, "By mistake.", by=quarter.team.user, at=LATER)

    tell_all(at=LATER)

    assert told(WITHDRAWN) == sorted([got.person.pk, read.person.pk])


def promised(to: make.Holder, *, state: str) -> None:
    """The edition's notice to somebody, as it stands."""
    digest = Edition.objects.get().digest
    is_told = state == Notice.State.TOLD
    Notice.objects.create(
        kind=EDITION,
        person=to.person.pk,
        about=f"digests.digest:{digest.pk}",
        occasion="edition 1",
        promised_at=AT,
        not_before=AT,
        state=state,
        settled_at=AT if is_told else None,
        letter=make.letter(at=AT) if is_told else None,
    )


def test_after_a_withdrawal_nobody_else_is_told_of_the_edition() -> None:
    quarter = published()
    make.steering_member(quarter.town)

    withdraw(quarter.digest, "By mistake.", by=quarter.team.user, at=LATER)
    tell_all(at=LATER)

    assert told(EDITION) == []


def test_words_withdrawn_while_letters_leave_are_not_in_those_that_follow() -> None:
    quarter = drafted()
    quote = make.quote(about=quarter.town, by=quarter.lead.user, text="We mended the bench.")
    make.consent(to=quote, by=quarter.lead.user, at=AT)
    section = quarter.digest.sections.get(town=quarter.town)
    section.passages.create(sort="quote", quote=quote, text=quote.text, position=9, depth="brief")
    published(quarter)
    make.steering_member(quarter.town)
    tell_all()

    before = said_now()
    withdraw_consent(quote, by=quarter.lead.user, at=timezone.now())
    after = said_now()

    assert ["mended the bench" in text for text in (before, after)] == [True, False]
    assert "does not let it be read" in after


def said_now() -> str:
    """What the edition's letter would say at this moment."""
    (said,) = tell_edition(list(Notice.objects.filter(kind=EDITION)), at=timezone.now()).values()
    assert isinstance(said, Part)
    return said.text
