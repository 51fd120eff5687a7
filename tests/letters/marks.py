"""A mark of its own in every field that a person may type, and who may read each."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import pgtrigger
from django.apps import apps
from django.db.models import (
    CharField,
    EmailField,
    Field,
    JSONField,
    Model,
    Q,
    QuerySet,
    TextField,
    URLField,
)

from digests.models import Correction, Digest, Edition, EditionPart, Passage, Section
from evidence.models import Consent, Quote, Scope
from outbox.models import Pause
from partners.models import Contact
from people.models import Organisation, OrganisationName, Person, Sector, User
from reflections.models import (
    Echo,
    GroupQuestion,
    Introduction,
    Item,
    ItemEvent,
    Jot,
    Question,
    Reply,
    Report,
    ReportVersion,
)
from sessions.models import (
    Action,
    AgendaPoint,
    Attendance,
    BasketQuestion,
    CalendarFeed,
    CohortSession,
    Contribution,
    Invited,
    Note,
    PartnerLink,
    Resource,
    Series,
)
from sessions.models import Invitation as SessionInvitation
from sessions.models import Kind as SessionKind
from tests.architecture.test_house import FLOORS, LABELS
from towns.access import Thing, reached, remember, within
from towns.models import (
    Council,
    Group,
    Holiday,
    Outcome,
    Programme,
    SchoolBreak,
    Stage,
    Tenure,
    Town,
)
from towns.posts import posts_of
from towns.queries.handovers import handovers
from towns.queries.people import invitations_visible_to, organisations_visible_to

MARK = re.compile(r"mark(\d{5})", re.IGNORECASE)
LENGTH = 300  # signs of a long text: longer than any beginning of it that a letter quotes

type Reads = Callable[[User, date], QuerySet[Model]]
type FieldName = str  # as "reflections.item.text"


def _known_people(user: User, on: date) -> QuerySet[Model]:
    """Oneself; those of the cohort list, of one's groups, of threads and introductions one reads.

    And whom one hands over to, or takes over from, before that day too.
    """
    both = (
        {one.leaver.person_id, one.successor.person_id}
        for one in handovers(Tenure.objects.filter(town__tenures__person=user.person_id))
    )
    beside = {person for pair in both if user.person_id in pair for person in pair}
    of_town = within(user, Thing.COHORT_LIST, on=on, town="tenures__town")
    groups = Group.objects.visible_to(user, on=on)
    threads = list(Question.objects.visible_to(user, on=on).values_list("pk", "asked_by__person"))
    replies = Reply.objects.filter(question__in=[question for question, _ in threads])
    return Person.objects.filter(
        pk__in=beside.union(
            [user.person_id],
            Person.objects.filter(of_town).values_list("pk", flat=True),
            Tenure.objects.filter(group__in=groups).values_list("person", flat=True),
            [person for _, person in threads],
            *(
                Introduction.objects.visible_to(user, on=on).values_list(person, flat=True)
                for person in ("by__person", "answered_by__person")
            ),
            replies.values_list("by__person", flat=True),
        )
    )


def _public[Row: Model](model: type[Row]) -> Reads:
    """The facts of the programme: to everybody in post."""
    return lambda user, on: model._default_manager.filter(reached(user, Thing.TOWNS, on=on))


def _to_nobody[Row: Model](model: type[Row]) -> Reads:
    """Kept for good, shown on a page of its own perhaps; no letter quotes it."""
    return lambda _user, _on: model._default_manager.none()


def _organisations(user: User, on: date) -> QuerySet[Organisation]:
    own = Organisation.objects.filter(people=user.person_id)
    return organisations_visible_to(user, on=on) | own


def _in_editions(user: User, on: date) -> QuerySet[Quote]:
    """How a speaker is named stands in an edition as it is now."""
    editions = Edition.objects.visible_to(user, on=on)
    usable = Quote.objects.usable(Scope.STEERING, on=on)
    return usable.filter(passages__section__digest__editions__in=editions)


def _items(user: User, on: date) -> QuerySet[Item]:
    """What is sensitive is never quoted in a letter, whoever reads it."""
    return Item.objects.visible_to(user, on=on).filter(sensitive=False)


def _questions(user: User, on: date) -> QuerySet[Question]:
    return Question.objects.visible_to(user, on=on).filter(item__sensitive=False)


def _group_questions(user: User, on: date) -> QuerySet[GroupQuestion]:
    return GroupQuestion.objects.visible_to(user, on=on)


def _introductions(user: User, on: date) -> QuerySet[Introduction]:
    return Introduction.objects.visible_to(user, on=on)


def _towns(user: User, on: date) -> QuerySet[Model]:
    own = Q(tenures__person=user.person_id)
    return Town.objects.filter(Q(pk__in=Town.objects.visible_to(user, on=on)) | own)


def _sessions(user: User, on: date) -> QuerySet[Model]:
    return CohortSession.objects.visible_to(user, on=on)


def _actions(user: User, on: date) -> QuerySet[Model]:
    return Action.objects.visible_to(user, on=on)


def _basket(user: User, on: date) -> QuerySet[Model]:
    return BasketQuestion.objects.visible_to(user, on=on)


def _sources(user: User, on: date) -> QuerySet[Model]:
    """Words of an item go no further than the item."""
    items = Item.objects.visible_to(user, on=on)
    return Action.objects.visible_to(user, on=on).filter(Q(item=None) | Q(item__in=items))


def _sessions_open_to(user: User, on: date) -> QuerySet[Model]:
    """Where to join is for those alone whom a session invites."""
    held = Tenure.objects.held_by(user, on=on)
    of_posts = Q(role__in=held.values("role")) | Q(group__in=held.values("group"))
    return CohortSession.objects.filter(invited__in=Invited.objects.filter(of_posts))


def _corrections(user: User, on: date) -> QuerySet[Model]:
    return Correction.objects.visible_to(user, on=on)


def _groups(user: User, on: date) -> QuerySet[Model]:
    own = Q(tenures__person=user.person_id)
    return Group.objects.filter(Q(pk__in=Group.objects.visible_to(user, on=on)) | own)


READ: Mapping[FieldName, Reads] = {
    "cohort_sessions.action.outcome": _actions,
    "cohort_sessions.action.source": _sources,
    "cohort_sessions.action.text": _actions,
    "cohort_sessions.attendance.name": lambda user, on: Attendance.objects.visible_to(user, on=on),
    "cohort_sessions.basketquestion.answer": _basket,
    "cohort_sessions.basketquestion.text": _basket,
    "cohort_sessions.cohortsession.cancelled_why": _sessions,
    "cohort_sessions.cohortsession.join_link": _sessions_open_to,
    "cohort_sessions.cohortsession.moved_why": _sessions,
    "cohort_sessions.cohortsession.text": _sessions,
    "cohort_sessions.cohortsession.title": _sessions,
    "cohort_sessions.cohortsession.venue": _sessions,
    "cohort_sessions.agendapoint.text": lambda user, on: AgendaPoint.objects.filter(
        session__in=CohortSession.objects.visible_to(user, on=on)
    ),
    "cohort_sessions.contribution.comes": _to_nobody(Contribution),
    "cohort_sessions.contribution.needs": _to_nobody(Contribution),
    "cohort_sessions.contribution.topic": lambda user, on: Contribution.objects.visible_to(
        user, on=on
    ),
    "cohort_sessions.cohortsession.recording_link": _to_nobody(CohortSession),
    "cohort_sessions.calendarfeed.name": lambda user, on: CalendarFeed.objects.visible_to(
        user, on=on
    ),
    "cohort_sessions.invitation.deputy": lambda user, on: SessionInvitation.objects.visible_to(
        user, on=on
    ),
    "cohort_sessions.kind.name": _public(SessionKind),
    "cohort_sessions.note.text": lambda user, on: Note.objects.visible_to(user, on=on),
    "cohort_sessions.resource.file_name": lambda user, on: Resource.objects.visible_to(user, on=on),
    "cohort_sessions.resource.link": lambda user, on: Resource.objects.visible_to(user, on=on),
    "cohort_sessions.resource.title": lambda user, on: Resource.objects.visible_to(user, on=on),
    "cohort_sessions.partnerlink.name": _to_nobody(PartnerLink),
    "cohort_sessions.series.name": lambda user, on: Series.objects.filter(
        sessions__in=_sessions(user, on)
    ),
    "digests.correction.after": _corrections,
    "digests.correction.before": _corrections,
    "digests.correction.reason": _corrections,
    "digests.digest.opening": _to_nobody(Digest),
    "digests.digest.withdrawn_why": _to_nobody(Digest),
    "digests.edition.head": lambda user, on: Edition.objects.visible_to(user, on=on),
    "digests.edition.withdrawn_why": lambda user, on: Edition.objects.filter(
        digest__in=Digest.objects.visible_to(user, on=on)
    ),
    "digests.editionpart.content": lambda user, on: EditionPart.objects.filter(
        edition__in=Edition.objects.visible_to(user, on=on)
    ),
    "digests.passage.copied": _to_nobody(Passage),
    "digests.passage.note": _to_nobody(Passage),
    "digests.passage.text": _to_nobody(Passage),
    "digests.section.progress": _to_nobody(Section),
    "digests.section.progress_drafted": _to_nobody(Section),
    "digests.section.remark": lambda user, on: Section.objects.visible_to(user, on=on),
    "evidence.consent.given_by": _to_nobody(Consent),
    "evidence.quote.speaker_name": _in_editions,
    "evidence.quote.speaker_organisation": _in_editions,
    "evidence.quote.speaker_role": _in_editions,
    "evidence.quote.text": _to_nobody(Quote),
    "outbox.pause.why": lambda user, on: Pause.objects.filter(reached(user, Thing.LETTERS, on=on)),
    "people.invitation.email": lambda user, on: invitations_visible_to(user, on=on),
    "people.invitation.purpose": lambda user, on: invitations_visible_to(user, on=on),
    **dict.fromkeys(
        (f"partners.contact.{name}" for name in ("name", "role", "email", "phone")),
        _to_nobody(Contact),
    ),
    "people.organisation.name": _organisations,
    "people.organisationname.name": lambda user, on: OrganisationName.objects.filter(
        organisation__in=_organisations(user, on)
    ),
    "people.person.name": _known_people,
    "people.sector.name": _public(Sector),
    "people.user.email": lambda user, on: User.objects.filter(
        Q(pk=user.pk) | reached(user, Thing.PEOPLE, on=on)
    ),
    "reflections.echo.line": _to_nobody(Echo),
    "reflections.groupquestion.about": _group_questions,
    "reflections.groupquestion.answer": _to_nobody(GroupQuestion),
    "reflections.groupquestion.on_behalf_of": _group_questions,
    "reflections.groupquestion.text": _group_questions,
    "reflections.introduction.answer": _introductions,
    "reflections.introduction.text": _introductions,
    "reflections.item.text": _items,
    "reflections.itemevent.label": lambda user, on: ItemEvent.objects.filter(
        item__in=Item.objects.visible_to(user, on=on)
    ),
    "reflections.jot.details": _to_nobody(Jot),
    "reflections.jot.text": _to_nobody(Jot),
    "reflections.question.on_behalf_of": lambda user, on: Question.objects.visible_to(user, on=on),
    "reflections.question.text": _questions,
    "reflections.reply.text": lambda user, on: Reply.objects.filter(
        question__in=_questions(user, on)
    ),
    "reflections.report.note": lambda user, on: Report.objects.visible_to(user, on=on),
    "reflections.reportversion.items": _to_nobody(ReportVersion),
    "reflections.reportversion.note": _to_nobody(ReportVersion),
    "towns.council.name": _public(Council),
    "towns.group.name": _groups,
    "towns.holiday.name": _public(Holiday),
    "towns.outcome.name": _public(Outcome),
    "towns.outcome.statement": _public(Outcome),
    "towns.outcome.theme": _public(Outcome),
    "towns.programme.name": _public(Programme),
    "towns.programme.safeguarding_note": _public(Programme),
    "towns.schoolbreak.name": _public(SchoolBreak),
    "towns.stage.name": _public(Stage),
    "towns.town.health_board": _public(Town),
    "towns.town.introduction": _public(Town),
    "towns.town.name": _towns,
}
NOT_TYPED = {
    "audit": "keys and numbers",
    "cohort_sessions.calendarfeed.token_hash": "a secret, hashed",
    "cohort_sessions.cohortsession.slug": "part of an address",
    "cohort_sessions.cohortsession.zone": "the name of a time zone",
    "cohort_sessions.kind.slug": "part of an address",
    "cohort_sessions.resource.file_hash": "a digest",
    "cohort_sessions.resource.file_key": "a random key",
    "cohort_sessions.resource.refusal": "written by the check",
    "cohort_sessions.partnerlink.token_hash": "a secret, hashed",
    "cohort_sessions.series.slug": "part of an address",
    "cohort_sessions.series.zone": "the name of a time zone",
    "digests.edition.checksum": "a digest",
    "digests.editionpart.checksum": "a digest",
    "evidence.consent.token_hash": "a secret, hashed",
    "outbox": "letters themselves, and what machines answered",
    "people.invitation.token_hash": "a secret, hashed",
    "people.organisation.slug": "part of an address",
    "people.sector.slug": "part of an address",
    "people.user.password": "nobody has one",
    "reflections.groupquestion.address": "part of an address",
    "reflections.guardanswer.fragment_digest": "a digest",
    "reflections.guardanswer.rule": "the name of a rule",
    "reflections.itemevent.address": "part of an address",
    "towns.council.slug": "part of an address",
    "towns.group.slug": "part of an address",
    "towns.outcome.slug": "part of an address",
    "towns.programme.slug": "part of an address",
    "towns.town.slug": "part of an address",
    "towns.unfound.words": "never with digits, so that no mark can stand there; no letter knows it",
    "towns.word.word": "taken of texts by the machine; no letter knows it",
}


# Of these a constraint says which rows may hold any.
WHERE_FILLED = {
    "cohort_sessions.action.outcome",
    "cohort_sessions.attendance.name",
    "cohort_sessions.basketquestion.answer",
    "cohort_sessions.cohortsession.recording_link",
    "cohort_sessions.invitation.deputy",
    "cohort_sessions.resource.file_name",
    "cohort_sessions.resource.link",
    "digests.correction.after",
    "digests.correction.before",
    "digests.digest.withdrawn_why",
    "digests.edition.withdrawn_why",
    "digests.passage.copied",
    "digests.section.remark",
    "evidence.quote.speaker_name",
    "evidence.quote.speaker_organisation",
    "evidence.quote.speaker_role",
    "reflections.groupquestion.answer",
    "reflections.introduction.answer",
}
# What else the database keeps as it is.
FROZEN = ("digests.Edition:head_is_frozen", "digests.EditionPart:content_is_frozen")


def text_fields() -> Iterator[tuple[type[Model], "Field[object, object]"]]:
    """Every field of the portal's own rows that holds words of no fixed choice."""
    for room in FLOORS:
        if room == "kit":
            continue
        for model in apps.get_app_config(LABELS.get(room, room)).get_models():
            if hasattr(model, "pgh_tracked_model"):
                continue  # what a row was before
            for one in model._meta.concrete_fields:
                if isinstance(one, CharField | TextField | JSONField) and not one.choices:
                    yield model, one


def name_of(model: type[Model], one: "Field[object, object]") -> FieldName:
    return f"{model._meta.label_lower}.{one.name}"


@dataclass
class Marks:
    """Which row and field each mark stands in, and what each reader was found to read."""

    places: list[tuple[FieldName, int]] = field(default_factory=list)
    _found: dict[tuple[int, FieldName, date], set[int]] = field(default_factory=dict)

    def plant(self) -> None:
        """A mark in place of every word that a person may have typed."""
        for model, one in text_fields():
            if name_of(model, one) not in READ:
                continue
            rows = list(model._default_manager.order_by("pk"))
            if name_of(model, one) in WHERE_FILLED:
                rows = [row for row in rows if getattr(row, one.name)]
            for row in rows:
                mark = f"mark{len(self.places):05}"
                self.places.append((name_of(model, one), row.pk))
                setattr(row, one.name, _worded(one, getattr(row, one.name), mark))
            with pgtrigger.ignore(*FROZEN):
                model._default_manager.bulk_update(rows, [one.name])

    def in_text(self, text: str) -> set[tuple[FieldName, int]]:
        """Whose marks stand in it."""
        return {self.places[int(number)] for number in MARK.findall(text)}

    def may_read(self, user: User, place: tuple[FieldName, int], *, on: date) -> bool:
        """Whether the words of that field of that row are this reader's to read that day."""
        name, row = place
        key = user.pk, name, on
        if key not in self._found:
            remember(user, posts_of(user, on=on).held, on=on)
            self._found[key] = set(READ[name](user, on).values_list("pk", flat=True))
        return row in self._found[key]

    def forget(self) -> None:
        """What was found no longer holds: posts have changed."""
        self._found.clear()

    def of(self, rows: QuerySet[Model], name: FieldName) -> set[tuple[FieldName, int]]:
        """Where the marks of one field of these rows stand."""
        return {(name, pk) for pk in rows.values_list("pk", flat=True)}


def _worded(one: "Field[object, object]", now: object, mark: str) -> object:
    if isinstance(one, JSONField):
        return _in_json(now, mark)
    if isinstance(one, URLField):
        return f"https://example.org/{mark}"
    if isinstance(one, EmailField):
        return f"{mark}@example.org"
    longest = min(one.max_length or LENGTH, LENGTH)
    is_long = isinstance(one, TextField) or longest == LENGTH
    return " ".join([mark] * (longest // 10 if is_long else 1))


def _in_json(value: object, mark: str) -> object:
    """The same shape, marked in every text of more than one word."""
    match value:
        case dict():
            return {key: _in_json(inner, mark) for key, inner in value.items()}
        case list():
            return [_in_json(inner, mark) for inner in value]
        case str() if " " in value:
            return mark
        case _:
            return value
