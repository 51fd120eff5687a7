"""Who keeps quotes hears of a consent that ends or was taken back, without any of its words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from evidence.actions.consents import renew_link, withdraw_by_link, withdraw_consent
from evidence.actions.quotes import remove_quote
from evidence.letters.consents import tell_end, tell_withdrawal
from evidence.models import Consent, Quote
from evidence.notices import ENDING, WITHDRAWN
from evidence.queries.ending import plan
from outbox.actions.promising import promise_all
from outbox.kinds import Part, Said, Unneeded
from outbox.models import Notice
from tests import make
from tests.evidence.test_agree_to_quotes import given, record_consent
from towns.models import Tenure

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = AT + timedelta(days=3)
UNTIL = date(2027, 3, 31)
FIRST = date(2027, 3, 1)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), timezone.get_default_timezone())


@pytest.fixture
def lead() -> make.Holder:
    return make.lead(make.town("Ayr"), name="Lead of Ayr")


@pytest.fixture
def consent(lead: make.Holder) -> Consent:
    quote = make.quote(about=lead.town, by=lead.user, text="We mended it ourselves.")
    made, _ = record_consent(quote, given(until=UNTIL), by=lead.user, at=AT)
    return made


def told(kind: str) -> set[int | None]:
    return set(Notice.objects.filter(kind=kind).values_list("person", flat=True))


def due(at: datetime) -> list[tuple[int, str, datetime]]:
    return [
        (one.promise.person, one.promise.occasion, one.since)
        for one in plan(at).due
        if one.promise.kind == ENDING
    ]


def said_at(at: datetime) -> list[Said]:
    notices = list(Notice.objects.filter(kind=ENDING).order_by("pk"))
    found = tell_end(notices, at=at)
    return [found[one.pk] for one in notices]


def promised(at: datetime) -> int:
    return promise_all([one.promise for one in plan(at).due], at=at)


def test_everybody_who_keeps_or_uses_the_quote_hears_that_its_speaker_took_it_back(
    consent: Consent, lead: make.Holder
) -> None:
    team, _elsewhere = make.team_member(), make.lead()
    make.link_lead(lead.town)

    withdraw_by_link(consent, at=LATER)
    withdraw_by_link(consent, at=LATER)

    assert told(WITHDRAWN) == {lead.person.pk, team.person.pk}
    [first, _] = found = tell_withdrawal(list(Notice.objects.all()), at=LATER).values()
    assert isinstance(first, Part)
    assert first.subject == "Ayr: a consent was withdrawn"
    assert "took that back on Thursday 26 November 2026, by their link." in first.text
    assert all(isinstance(one, Part) and "mended" not in one.text for one in found)


def test_whoever_recorded_that_it_was_taken_back_knows(consent: Consent, lead: make.Holder) -> None:
    team = make.team_member()

    withdraw_consent(consent.quote, by=lead.user, at=LATER)

    assert told(WITHDRAWN) == {team.person.pk}


@pytest.mark.parametrize(
    ("day", "expected"),
    [(FIRST - timedelta(days=1), False), (FIRST, True), (UNTIL, True), (date(2027, 4, 1), False)],
)
def test_the_end_of_a_consent_is_told_to_the_lead_from_thirty_days_before(
    consent: Consent, lead: make.Holder, day: date, *, expected: bool
) -> None:
    make.team_member()

    found = due(midnight(day) + timedelta(hours=12))

    assert found == [(lead.person.pk, "2027-03-31", midnight(FIRST))] * expected
    assert consent.until == UNTIL


def test_where_nobody_leads_the_team_hears_of_it_and_where_nobody_is_that_is_said(
    consent: Consent, lead: make.Holder
) -> None:
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=UNTIL - timedelta(days=60))
    at = midnight(FIRST) + timedelta(hours=9)
    [alone] = plan(at).spared
    team = make.team_member()

    assert [person for person, _, _ in due(at)] == [team.person.pk]
    assert (alone.kind, alone.who) == (ENDING, "Ayr")
    assert "nobody keeps them" in alone.why
    assert consent.until == UNTIL


def test_what_ended_otherwise_meanwhile_is_not_told(consent: Consent, lead: make.Holder) -> None:
    at = midnight(FIRST) + timedelta(hours=9)
    assert (promised(at), promised(at)) == (1, 0)
    [told_now] = said_at(at)
    assert isinstance(told_now, Part)
    assert told_now.subject == "Ayr: a consent ends on Wednesday 31 March 2027"
    assert "mended" not in told_now.text

    renew_link(consent.quote, by=lead.user, at=at)
    assert said_at(at) == [told_now]
    record_consent(
        consent.quote,
        given(given_on=FIRST, until=date(2028, 3, 1)),
        by=lead.user,
        at=at,
    )
    assert said_at(at) == [Unneeded("A newer consent has taken its place.")]
    assert due(at) == []


def test_nor_is_one_that_was_taken_back_nor_of_a_quote_that_is_gone(
    consent: Consent, lead: make.Holder
) -> None:
    at = midnight(FIRST) + timedelta(hours=9)
    promised(at)

    withdraw_consent(consent.quote, by=lead.user, at=at)
    withdrawn = said_at(at)
    remove_quote(consent.quote, by=lead.user, at=at)

    assert withdrawn == [Unneeded("The consent was withdrawn.")]
    assert due(at) == []
    assert not Quote.objects.kept().exists()


def test_whoever_leads_the_town_no_more_is_not_told(consent: Consent, lead: make.Holder) -> None:
    at = midnight(FIRST) + timedelta(hours=9)
    promised(at)
    Tenure.objects.filter(pk=lead.tenure.pk).update(ends_on=FIRST - timedelta(days=1))

    assert said_at(at) == [
        Unneeded("Its reader does not keep quotes of that town any more."),
    ]
    assert consent.until == UNTIL
