"""Pages of digests take as many statements with 70 towns as with 7, and no more than they may."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.budgets import DETAIL, FORM, LIST, OVERVIEW, SENT_FORM, Budget
from digests.actions.checking import begin_check
from digests.actions.editing import add_passage
from digests.actions.freezing import begin_freeze, freeze_on
from digests.actions.gathering import begin_digest, gather_on
from digests.actions.publishing import publish
from digests.content import Depth, Sort
from digests.models import Digest, Passage
from kit.periods import QUARTER, quarter_of, shift
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Asked:
    """One page as one person asks for it; a form is sent with `fields`."""

    budget: Budget
    reader: str
    address: str
    fields: Callable[[], dict[str, str]] | None = None
    answer: int = 200


@dataclass(frozen=True)
class Stage:
    """A published digest, one that towns check, and who reads them."""

    readers: dict[str, User]
    slug: str
    published: Digest
    checked: Digest

    def path(self, address: str) -> str:
        """An address: "digests:section checked ayr" names which digest and town stand in it."""
        name, *rest = address.split()
        digest = {"published": self.published, "checked": self.checked}
        values = {"quarter": digest[rest[0]].quarter} if rest else {}
        if len(rest) > 1:
            values |= {rest[1]: self.slug}  # type: ignore[dict-item]
        return reverse(name, kwargs=values)


# The digest and the section are each found for who asks, and held once more by the deed.
ADDING = replace(SENT_FORM, statements=16)


def a_passage() -> dict[str, str]:
    return {"sort": "learning", "text": "Buses run later."}


def approved() -> dict[str, str]:
    return {"version": "1"}


PAGES = {
    "list, a member of a group": Asked(LIST, "member", "digests:digests"),
    "list, team": Asked(LIST, "team", "digests:digests"),
    "brief": Asked(DETAIL, "member", "digests:digest published"),
    "on a page": Asked(DETAIL, "member", "digests:digest published?depth=page"),
    "in full": Asked(DETAIL, "member", "digests:digest published?depth=full"),
    "in full, team": Asked(DETAIL, "team", "digests:digest published?depth=full"),
    "town": Asked(DETAIL, "member", "digests:town published town_slug"),
    "text": Asked(DETAIL, "member", "digests:text published"),
    "readers": Asked(DETAIL, "team", "digests:readers published"),
    "preview": Asked(OVERVIEW, "team", "digests:preview checked?depth=full"),
    "desk": Asked(DETAIL, "team", "digests:desk checked"),
    "desk of what is published": Asked(DETAIL, "team", "digests:desk published"),
    "section": Asked(FORM, "team", "digests:section checked slug"),
    "across": Asked(FORM, "team", "digests:across checked"),
    "check": Asked(FORM, "lead", "digests:check checked town_slug"),
    "publish": Asked(FORM, "team", "digests:publish published"),
    "withdraw": Asked(FORM, "team", "digests:withdraw published"),
    "approved": Asked(SENT_FORM, "lead", "digests:check checked town_slug", approved, answer=302),
    "added": Asked(ADDING, "team", "digests:add checked slug", a_passage, answer=302),
    "read": Asked(
        SENT_FORM, "member", "digests:read published", lambda: {"edition": "1"}, answer=302
    ),
}


def digest_of(ago: int, *, by: User) -> Digest:
    """A digest so many quarters back, gathered whole, in which each town says two things."""
    now = timezone.now()
    digest = begin_digest(shift(quarter_of(timezone.localdate(now)), -ago * QUARTER), by=by, at=now)
    while gather_on(digest, at=now):
        pass
    for section in digest.sections.all():
        for _ in range(2):
            add_passage(section, sort=Sort.CHALLENGE, text="Buses end early.", by=by, at=now)
        if section.town:
            quote = make.quote(about=section.town, by=by)
            make.consent(to=quote, by=by, at=now)
            Passage.objects.create(
                section=section, sort=Sort.QUOTE, quote=quote, text=quote.text, position=100
            )
    Passage.objects.filter(section__digest=digest).update(depth=Depth.BRIEF)
    begin_check(digest, by=by, at=now)
    return digest


def staged(towns: int) -> Stage:
    leads = [make.lead() for _ in range(towns)]
    for lead in leads:
        make.steering_member(lead.town)
        make.report(about=lead.town)
    team, member = make.second_step(make.team_member()), make.steering_member(leads[0].town)
    published = digest_of(2, by=team.user)
    now = timezone.now()
    begin_freeze(published, by=team.user, at=now)
    while freeze_on(published, at=now):
        pass
    publish(published, by=team.user, at=now)
    readers = {"team": team.user, "member": member.user, "lead": leads[0].user}
    checked = digest_of(1, by=team.user)
    checked.sections.update(version=1)
    return Stage(readers, leads[0].town.slug, published, checked)


def statements(stage: Stage, page: Asked) -> int:
    """Those of one page, asked for a second time."""
    client = Client()
    client.force_login(stage.readers[page.reader])
    address, _, query = page.address.partition("?")
    path = f"{stage.path(address)}?{query}"
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path) if page.fields is None else client.post(path, page.fields())
    assert answer.status_code == page.answer, path
    return len(captured)


def all_statements(towns: int) -> dict[str, int]:
    stage = staged(towns)
    return {name: statements(stage, page) for name, page in PAGES.items()}


def test_no_page_of_a_digest_takes_more_statements_than_it_may() -> None:
    found = all_statements(7)

    assert {
        name: (number, PAGES[name].budget.statements)
        for name, number in found.items()
        if number > PAGES[name].budget.statements
    } == {}


def test_nor_more_with_seventy_towns_than_with_seven() -> None:
    with transaction.atomic():
        with_seven = all_statements(7)
        transaction.set_rollback(True)

    assert all_statements(70) == with_seven
