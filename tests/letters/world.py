"""The demonstration programme, with an account for everybody and every case in every town."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Case, Value, When
from django.db.models.functions import Least
from django.utils import timezone

from digests.actions.checking import begin_check
from digests.actions.correcting import Change, correct_passage
from digests.actions.editing import add_passage
from digests.actions.freezing import begin_freeze
from digests.actions.gathering import begin_digest
from digests.actions.publishing import publish, withdraw
from digests.content import Depth, Sort
from digests.models import Digest, Passage
from kit.periods import QUARTER, month_of, quarter_of, shift
from outbox.actions.suppressing import suppress
from outbox.models import Letter, Suppression
from people.actions.invitations import open_invitation
from people.models import Person, User
from reflections.models import Audience, Echo, Item, ItemEvent, Kind, Question, Reply, Report
from tests import make
from towns.models import Group, Role, Tenure, Town
from towns.models.tenures import GROUP_ROLES, TOWN_ROLES

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday: reports are ready to review
TODAY = timezone.localdate(AT)
MONTHS = 3  # of reports: enough for every case in every town
# Of each town's items in turn; what is sensitive goes no further than the Programme Team.
CASES: tuple[dict[str, object], ...] = (
    {},
    {"audience": Audience.ME},
    {"audience": Audience.TOWN, "asks_data": True},
    {"audience": Audience.TEAM, "sensitive": True},
    {"audience": Audience.COHORT, "open_findings": 1},
    {"audience": Audience.TEAM, "quarantined_at": AT},
    {"audience": Audience.COHORT, "withdrawn_at": AT},
    {"audience": Audience.ME, "sensitive": True},
    {"audience": Audience.STEERING, "open_findings": 0},
    {"audience": Audience.COHORT, "open_findings": 0},
    {"audience": Audience.TOWN, "sensitive": True, "asks_data": True},
)
KINDS_OF_GROUP = {
    Role.STEERING: Group.Kind.STEERING,
    Role.PLANNING: Group.Kind.PLANNING,
    Role.NATIONAL: Group.Kind.NATIONAL,
}
USES = [kind for kind in ItemEvent.Kind if kind != ItemEvent.Kind.READ]


def stir() -> None:
    """An account for everybody, every kind of reader, and every case of an item in every town."""
    for person in Person.objects.filter(user=None):
        User.objects.create_user(f"reader{person.pk}@example.org", person=person)
    make.user("Nobody")
    open_invitation(make.person(), email="a@example.org", purpose="A post", by=None, at=AT)
    Report.objects.filter(month__lt=shift(month_of(TODAY), -MONTHS)).delete()  # nothing in them
    make.evaluator()
    make.national_leader()
    make.group(kind=Group.Kind.PLANNING)
    team = list(Person.objects.filter(tenures__role=Role.PROGRAMME_TEAM).order_by("pk"))
    for town in Town.objects.order_by("pk"):
        _stir_items(town, team)
        _stir_reports(town)
        _ask_back(town)
        _echo(town)
        _introduce(town)
    _make_digests(make.team_member().user)
    _fill_margins(team)
    _move_posts()


def _stir_items(town: Town, team: list[Person]) -> None:
    elsewhere = Person.objects.filter(tenures__role=Role.PROJECT_LEAD).exclude(tenures__town=town)
    named = [team[0], elsewhere.earliest("pk")]
    for number, item in enumerate(Item.objects.filter(report__town=town).order_by("pk")):
        case = CASES[number % len(CASES)]
        for name, value in (case and {"sensitive": False} | case).items():
            setattr(item, name, value)
        if item.quarantined_at:
            item.quarantined_by = team[0].user
        if item.sensitive:
            item.readers.set(named)
        item.save()


def _stir_reports(town: Town) -> None:
    """Of each town one that is open still, with items in it, and one under revision."""
    submitted = list(Report.objects.handed_over().filter(town=town).order_by("month"))
    if len(submitted) > 2:
        Report.objects.filter(pk=submitted[0].pk).update(
            status=Report.Status.OPEN, submitted_at=None, submitted_by=None, revised_at=None
        )
        Report.objects.filter(pk=submitted[1].pk).update(status=Report.Status.REVISING)


def _ask_back(town: Town) -> None:
    """Of each town a group's question that is open, and one that its lead has answered."""
    asker, lead = make.steering_member(town).user, make.user()
    for answered in ({}, {"answer": "A good deal.", "answered_at": AT, "answered_by": lead}):
        make.group_question(to=town, by=asker, asked_at=AT - timedelta(days=3), **answered)


def _echo(town: Town) -> None:
    """Of each town a learning moment, if it has one, of which its author said something later."""
    for item in Item.objects.filter(report__town=town, kind=Kind.LEARNING).order_by("pk")[:1]:
        said = Echo.Answer.CHANGED
        Echo.objects.create(item=item, months=3, answer=said, line="No.", by=make.user(), at=AT)


def _introduce(town: Town) -> None:
    """Of each town two others ask about a learning moment; one of them was answered."""
    leads = Tenure.objects.filter(role=Role.PROJECT_LEAD, ends_on=None).exclude(town=town)
    rows = leads.select_related("person__user", "town").order_by("pk")
    item = Item.objects.filter(report__town=town, kind=Kind.LEARNING).order_by("pk").first()
    said: tuple[dict[str, object], ...] = (
        {},
        {"answer": "Gladly.", "answered_at": AT, "answered_by": make.user()},
    )
    for held, answered in zip(rows[:2] if item else (), said, strict=False):
        assert item is not None
        asker = make.Holder(held.person.user, held)
        make.introduction(about=item, by=asker, sent_at=AT - timedelta(days=3), **answered)


def _make_digests(by: User) -> None:
    """One digest that was withdrawn, one that was corrected, one that towns check and remark on."""
    last = shift(quarter_of(TODAY), -QUARTER)
    withdrawn, corrected = (_published(shift(last, -ago * QUARTER), by=by) for ago in (2, 1))
    withdraw(withdrawn, "It was the wrong one.", by=by, at=AT)
    said = Passage.objects.filter(section__digest=corrected).exclude(sort=Sort.QUOTE).earliest("pk")
    change = Change("It went on.", "", "A number was wrong.", seen_edition=1)
    correct_passage(corrected, said.key, change, by=by, at=AT)
    checked = begin_digest(last, by=by, at=AT)
    begin_check(checked, by=by, at=AT)
    checked.sections.exclude(town=None).update(remark="Not so.", remarked_at=AT, remarked_by=by)


def _published(quarter: date, *, by: User) -> Digest:
    """A published digest in which each town says something in brief."""
    digest = begin_digest(quarter, by=by, at=AT)
    for section in digest.sections.all():
        add_passage(section, sort=Sort.LEARNING, text="It went well.", by=by, at=AT)
    Passage.objects.filter(section__digest=digest).update(depth=Depth.BRIEF)
    begin_check(digest, by=by, at=AT)
    begin_freeze(digest, by=by, at=AT)
    publish(digest, by=by, at=AT)
    return digest


def _fill_margins(team: list[Person]) -> None:
    """Beside each item a question with an answer; each was read, and raised or used otherwise."""
    items = list(Item.objects.select_related("author__user").order_by("pk"))
    questions = Question.objects.bulk_create(
        Question(
            item=item,
            asked_by=team[item.pk % len(team)].user,
            asked_at=AT - timedelta(days=3),
            on_behalf_of="A group",
            text="What came of it?",
        )
        for item in items
    )
    Reply.objects.bulk_create(
        Reply(
            question=question,
            by=question.item.author.user if question.pk % 2 else question.asked_by,
            at=AT - timedelta(days=2),
            text="A good deal.",
        )
        for question in questions
    )
    ItemEvent.objects.filter(kind=ItemEvent.Kind.READ).delete()
    ItemEvent.objects.bulk_create(
        ItemEvent(
            item=item,
            kind=kind,
            at=AT - timedelta(days=1),
            by=team[item.pk % len(team)].user,
            label="Somebody, or something",
        )
        for item in items
        for kind in (ItemEvent.Kind.READ, USES[item.pk % len(USES)])
    )


def _move_posts() -> None:
    """Of each role one who has just begun and one who ends soon; in one town a handover."""
    first, second, third = Town.objects.order_by("pk")[:3]
    of_town = {"town": first, "covering": True}
    for role in Role:
        place: dict[str, Any] = {}
        if role in TOWN_ROLES:
            place = of_town if role == Role.PROJECT_LEAD else {"town": first}
        elif role in GROUP_ROLES:
            place = {"group": Group.objects.filter(kind=KINDS_OF_GROUP[role]).earliest("pk")}
        make.tenure(make.user().person, role, since=TODAY - timedelta(days=3), **place)
        make.tenure(make.user().person, role, until=TODAY + timedelta(days=10), **place)
    for town, moved in ((second, 5), (third, -5)):
        leaver = Tenure.objects.active(on=TODAY).get(
            town=town, role=Role.PROJECT_LEAD, covering=False
        )
        first_day, last_day = TODAY + timedelta(days=moved), TODAY + timedelta(days=moved + 9)
        leaver.ends_on = last_day
        leaver.save()
        make.lead(town, since=first_day, handover_until=last_day)
    make.link_lead(first, until=TODAY + timedelta(days=40))  # with a pack


def lose_letters() -> None:
    """Letters to some of all sorts of people could not be sent, or do not arrive any more."""
    for number, user in enumerate(User.objects.select_related("person").order_by("pk")):
        if number % 3 == 0:
            suppress(
                user.email,
                reason=Suppression.Reason.BOUNCE,
                evidence="550 5.1.1 No such user here",
                at=AT - timedelta(days=1),
            )
        elif number % 3 == 1:
            make.letter(
                user.person,
                kind="reflections/thank_you",
                at=AT - timedelta(days=1),
                state=Letter.State.FAILED,
                reason="The mail server said: 550 5.7.26 This mail is unauthenticated",
            )


def end_posts(*roles: str, on: date) -> int:
    """Let all posts of these roles end on a day; returns how many did."""
    held = Tenure.objects.active(on=on + timedelta(days=1)).filter(role__in=roles)
    return held.filter(starts_on__lte=on).update(
        ends_on=on,
        handover_until=Case(  # NULL is the least of nothing to PostgreSQL
            When(handover_until__isnull=False, then=Least("handover_until", Value(on)))
        ),
    )


def readers() -> Iterator[User]:
    """Everybody who has an account."""
    return User.objects.order_by("pk").iterator()
