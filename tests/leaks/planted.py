"""Words planted in every place that nobody has published, each place with a word of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from digests.actions.checking import begin_check, remark_on_section
from digests.actions.editing import add_passage, save_opening
from digests.actions.freezing import begin_freeze
from digests.actions.gathering import begin_digest
from digests.actions.publishing import publish, withdraw
from digests.actions.telling import tell_on
from digests.content import Depth, Sort
from digests.models import Digest, Passage, Telling
from evidence.actions.consents import withdraw_consent
from evidence.models import Quote
from kit.periods import shift
from partners.models import Contact
from reflections.actions.group_questions import answer_group_question
from reflections.actions.questions import ask, reply
from reflections.models import Audience, Echo, GroupQuestion, Item, Jot, Question
from tests import make
from tests.digests.quarters import QUARTER, shared, submitted
from tests.make import Holder

AT = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)  # a Monday, in office hours
BEFORE = shift(QUARTER, -3)


@dataclass(frozen=True)
class Stage:
    """A town with all its people, and digests in every state."""

    lead: Holder
    team: Holder
    reader: Holder

    def item(self, word: str, **fields: object) -> Item:
        """An item of a report that was handed over, with a word in it."""
        report = self.lead.town.reports.get(month=date(2026, 9, 1))
        return make.item(of=report, text=f"It says {word}.", **fields)  # type: ignore[arg-type]


# --- Before the digest is frozen --------------------------------------------------------------
def _open_report(stage: Stage, word: str) -> None:
    report = make.report(about=stage.lead.town, month=date(2026, 10, 1))
    shared(report, f"It says {word}.")


def _of_audience(audience: str) -> Callable[[Stage, str], None]:
    def plant(stage: Stage, word: str) -> None:
        stage.item(word, audience=audience)

    return plant


def _sensitive(stage: Stage, word: str) -> None:
    stage.item(word, audience=Audience.TEAM, sensitive=True)


def _questioned(stage: Stage, word: str) -> None:
    stage.item(word, audience=Audience.STEERING, open_findings=1)


def _set_aside(stage: Stage, word: str) -> None:
    by = stage.team.user
    stage.item(word, audience=Audience.STEERING, quarantined_at=AT, quarantined_by=by)


def _jot(stage: Stage, word: str) -> None:
    make.jot(by=stage.lead, text=f"It says {word}.")


def _margin(stage: Stage, word: str) -> None:
    item = stage.item("nothing much")
    question = ask(item, text=f"Is it {word}?", by=stage.team.user, at=AT)
    reply(question, text=f"It is {word}.", by=stage.lead.user, at=AT)


def _unagreed_quote(stage: Stage, word: str) -> None:
    make.quote(about=stage.lead.town, by=stage.lead.user, text=f"It is {word}.")


def _speaker(stage: Stage, word: str) -> None:
    quote = make.quote(
        about=stage.lead.town,
        by=stage.lead.user,
        attribution="name",
        speaker_name=f"Ann {word}",
        speaker_role="",
    )
    make.consent(to=quote, by=stage.lead.user, at=AT, given_by=f"Ann {word}")


def _withdrawn_quote(stage: Stage, word: str) -> None:
    """Published with a consent, which is taken back afterwards."""
    said = date(2026, 8, 3)
    quote = make.quote(
        about=stage.lead.town, by=stage.lead.user, text=f"It was {word}.", said_on=said
    )
    make.consent(to=quote, by=stage.lead.user, at=AT)


def _dropped(stage: Stage, word: str) -> None:
    shared(stage.lead.town.reports.get(month=date(2026, 9, 1)), f"Leave out {word}.")


def _asked(_stage: Stage, word: str) -> None:
    other = make.town("Alloa")
    make.lead(other)
    make.group_question(to=other, by=make.steering_member(other).user, text=f"Why {word}?")


def _answer(stage: Stage, _word: str) -> None:
    """Answered after the digest was frozen: the next one prints it."""
    make.group_question(to=stage.lead.town, by=stage.reader.user, text="When?")


def _echo(stage: Stage, word: str) -> None:
    """Of an item that an edition prints: what its author said of it later stays with the cohort."""
    item = Item.objects.get(text="Buses came to the shore.")
    by, answer = stage.lead.user, Echo.Answer.CHANGED
    Echo.objects.create(item=item, months=3, answer=answer, line=f"Now {word}.", by=by, at=AT)


def _contact(stage: Stage, word: str) -> None:
    """At a partner whose page a group reads, since it came to a session of theirs."""
    partner = make.organisation("Shore Paths")
    make.contribution(to=make.session(on=AT.date(), roles=("steering",)), by=partner)
    make.contact(at=partner, by=stage.lead.user, name=f"Rona {word}", role=f"Says {word}")


def _introduction(stage: Stage, word: str) -> None:
    """Between two towns: of an item that an edition prints, and because of which one asked."""
    item = Item.objects.get(text="Buses came to the shore.")
    asker = make.lead(make.town("Dalkeith"))
    fields = {"answer": f"So {word}.", "answered_at": AT, "answered_by": stage.lead.user}
    make.introduction(about=item, by=asker, text=f"How {word}?", **fields)


PLACES: Mapping[str, Callable[[Stage, str], None]] = {
    "an item of a report not handed over": _open_report,
    "an item for its author alone": _of_audience(Audience.ME),
    "an item for the town": _of_audience(Audience.TOWN),
    "an item for the team": _of_audience(Audience.TEAM),
    "an item for the cohort": _of_audience(Audience.COHORT),
    "a sensitive item": _sensitive,
    "an item of which the guard asks": _questioned,
    "an item that was set aside": _set_aside,
    "a jot": _jot,
    "a margin": _margin,
    "a quote without consent": _unagreed_quote,
    "who said a quote that was left out": _speaker,
    "a quote whose consent was withdrawn": _withdrawn_quote,
    "a passage that was left out": _dropped,
    "a question of another group": _asked,
    "an answer that no edition has printed": _answer,
    "an echo": _echo,
    "a contact at a partner": _contact,
    "what one town asks another": _introduction,
}


# --- After it ---------------------------------------------------------------------------------
def _edited_item(_stage: Stage, word: str) -> None:
    Item.objects.filter(text="Buses came to the shore.").update(text=f"No, {word}.")


def _draft(stage: Stage, word: str) -> None:
    """A digest that is edited, in everything that an editor or a lead can type there."""
    digest = Digest.objects.create(quarter=BEFORE, freeze_on=AT.date())
    Digest.objects.filter(pk=digest.pk).update(state="drafting", gathered_at=AT)
    digest.refresh_from_db()
    save_opening(digest, f"Opening {word}.", version=1, by=stage.team.user, at=AT)
    section = digest.sections.create(town=stage.lead.town, progress=f"Progress {word}.")
    add_passage(section, sort=Sort.TOPIC, text=f"Draft {word}.", by=stage.team.user, at=AT)
    begin_check(digest, by=stage.team.user, at=AT)
    section.refresh_from_db()
    remark_on_section(section, f"Not {word}.", by=stage.lead.user, at=AT)


def _frozen(stage: Stage, word: str) -> None:
    _through(stage, word, quarter=shift(QUARTER, -6), is_published=False)


def _withdrawn(stage: Stage, word: str) -> None:
    digest = _through(stage, word, quarter=shift(QUARTER, -9), is_published=True)
    withdraw(digest, "By mistake.", by=stage.team.user, at=AT)


def _late_answer(stage: Stage, word: str) -> None:
    question = GroupQuestion.objects.get(town=stage.lead.town, text="When?")
    answer_group_question(question, text=f"When {word}.", seen_version=1, by=stage.lead.user, at=AT)


AFTERWARDS: Mapping[str, Callable[[Stage, str], None]] = {
    "an item edited after the freeze": _edited_item,
    "a digest that is a draft": _draft,
    "an edition that was only frozen": _frozen,
    "an edition that was withdrawn": _withdrawn,
    "an answer that no edition has printed": _late_answer,
}


def _through(stage: Stage, word: str, *, quarter: date, is_published: bool) -> Digest:
    digest = Digest.objects.create(quarter=quarter, freeze_on=AT.date())
    Digest.objects.filter(pk=digest.pk).update(state="drafting", gathered_at=AT)
    digest.refresh_from_db()
    section = digest.sections.create(town=stage.lead.town, progress=f"Progress {word}.")
    add_passage(section, sort=Sort.TOPIC, text=f"Text {word}.", by=stage.team.user, at=AT)
    begin_check(digest, by=stage.team.user, at=AT)
    begin_freeze(digest, by=stage.team.user, at=AT)
    if is_published:
        digest.refresh_from_db()
        publish(digest, by=stage.team.user, at=AT)
    digest.refresh_from_db()
    return digest


def word_of(place: str) -> str:
    """The word that is planted there: like no other in the portal."""
    return f"qx{sum(map(ord, place))}zq{len(place)}"


def planted_words() -> list[str]:
    """All of them."""
    return [word_of(place) for place in {**PLACES, **AFTERWARDS}]


def staged(published_word: str = "") -> Stage:
    """Everything planted, and one digest published in the midst of it."""
    stage = Stage(
        make.lead(make.town("Ayr")),
        make.second_step(make.team_member()),
        make.steering_member(None),
    )
    group = make.group(of=stage.lead.town)
    make.tenure(stage.reader.person, "steering", group=group)
    shared(submitted(stage.lead), "Buses came to the shore.")
    if published_word:
        shared(stage.lead.town.reports.get(month=date(2026, 9, 1)), f"Say {published_word}.")
    for place, plant in PLACES.items():
        plant(stage, word_of(place))
    digest = begin_digest(QUARTER, by=stage.team.user, at=AT)
    Passage.objects.filter(text__startswith="Leave out").update(depth=Passage.OUT)
    Passage.objects.filter(section__digest=digest).exclude(depth=Passage.OUT).update(
        depth=Depth.BRIEF
    )
    begin_check(digest, by=stage.team.user, at=AT)
    digest.refresh_from_db()
    begin_freeze(digest, by=stage.team.user, at=AT)
    digest.refresh_from_db()
    publish(digest, by=stage.team.user, at=AT)
    quote = Quote.objects.get(text__contains=word_of("a quote whose consent was withdrawn"))
    withdraw_consent(quote, by=stage.lead.user, at=AT)
    for place, plant in AFTERWARDS.items():
        plant(stage, word_of(place))
    for telling in Telling.objects.filter(done_at=None):
        while tell_on(telling, at=AT):
            pass
    return stage


def keys_of_rows() -> Iterator[str]:
    """The keys by which addresses could find what was planted."""
    for rows in (Item, Jot, Question, Quote, Passage, GroupQuestion):
        found = rows.objects.filter(text__contains="qx").values_list("key", flat=True)
        yield from map(str, found)
    yield from map(str, Contact.objects.values_list("key", flat=True))
