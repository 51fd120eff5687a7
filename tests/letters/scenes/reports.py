"""Reminders of a report, and what becomes of one and of its items."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from kit.periods import month_of, shift
from outbox.actions.planning import plan
from people.models import User
from reflections.actions.events import mark_raised, mark_report_read
from reflections.actions.group_questions import Asked, ask_for_group
from reflections.actions.introductions import Asking, answer_introduction, introduce
from reflections.actions.questions import ask, reply
from reflections.actions.reports import submit_nothing, submit_report
from reflections.models import Audience, Introduction, Item, ItemEvent, Question, Report
from tests.letters.post import Deed, Scene, account, scene
from tests.letters.world import AT, TODAY
from towns.models import Town

MORNING = timedelta(hours=23)  # the next one
LAST_MONTH = shift(month_of(TODAY), -1)
THIS_MONTH = month_of(TODAY)


def _reminded(*, on: date, written: bool = False) -> Deed:
    """Planned at nine that morning, for Ayr's Project Lead."""

    def deed() -> tuple[str, datetime]:
        at = datetime(on.year, on.month, on.day, 9, tzinfo=UTC)
        lead = account("lead.ayr")
        plan(at=at)
        if written:
            _write_items(lead)
        return lead.email, at

    return deed


def _write_items(lead: User) -> Report:
    """November's report of Ayr, with what the lead wrote into it so far."""
    report = Report.objects.get(town__slug="ayr", month=THIS_MONTH)
    for number, jot in enumerate(lead.person.jots.order_by("pk")):
        Item.objects.create(
            report=report,
            author=lead.person,
            kind=jot.kind or "learning",
            text=jot.text,
            audience=Audience.COHORT if number else Audience.TEAM,
        )
    return report


# --- What became of a report and its items --------------------------------------------------------
def _thanked(*, nothing: bool = False, day: int = 3) -> Deed:
    def deed() -> tuple[str, datetime]:
        at = datetime(2026, 12, day, 14, 20, tzinfo=UTC)
        lead = account("lead.ayr")
        if nothing:
            report = Report.objects.get(town__slug="ayr", month=THIS_MONTH)
            submit_nothing(report, note="", by=lead, at=at)
        else:
            submit_report(_write_items(lead), by=lead, at=at)
        return lead.email, at

    return deed


def _item(*, sensitive: bool = False) -> Item:
    """One that Ayr's lead wrote in October, and the Programme Team reads."""
    item = Item.objects.filter(
        report__town__slug="ayr",
        report__month=LAST_MONTH,
        author=account("lead.ayr").person,
        audience__in=[Audience.TEAM, Audience.COHORT],
        questions=None,
    ).earliest("pk")
    if sensitive:
        item.audience, item.sensitive = Audience.TEAM, True
        item.save()
        item.readers.add(account("team").person)
    return item


def _read() -> tuple[str, datetime]:
    report = _item().report
    ItemEvent.objects.filter(item__report=report).delete()
    mark_report_read(report, by=account("team"), at=AT)
    return "lead.ayr@example.org", AT + MORNING


def _used(*, sensitive: bool = False) -> Deed:
    def deed() -> tuple[str, datetime]:
        mark_raised(
            _item(sensitive=sensitive),
            label="Fortnightly session, 19 November 2026",
            address="",
            by=account("team"),
            at=AT,
        )
        return "lead.ayr@example.org", AT

    return deed


def _asked_question(*, sensitive: bool = False) -> Question:
    text = "Who could introduce you to the others at that table?\nWe know two of them, from Dunoon."
    return ask(_item(sensitive=sensitive), text=text, by=account("team"), at=AT)


def _asked(*, sensitive: bool = False) -> Deed:
    def deed() -> tuple[str, datetime]:
        _asked_question(sensitive=sensitive)
        return "lead.ayr@example.org", AT

    return deed


def _answered(*, sensitive: bool = False) -> Deed:
    def deed() -> tuple[str, datetime]:
        question = _asked_question(sensitive=sensitive)
        text = "I rang the inspector. She comes to our next planning day and brings both with her."
        reply(question, text=text, by=account("lead.ayr"), at=AT)
        return "team@example.org", AT

    return deed


def _asked_by_group() -> tuple[str, datetime]:
    asked = Asked(
        on_behalf_of="Ayr Steering Group",
        about="July to September 2026",
        text="You write that nobody came by bus. What would it take for the X77 to stop there?",
        address="/digests/2026-07/",
    )
    ask_for_group(Town.objects.get(slug="ayr"), asked, by=account("steering.ayr"), at=AT)
    return "lead.ayr@example.org", AT


def _introduced() -> Introduction:
    """Alloa's lead asks about what Ayr's lead wrote."""
    item = _item()
    Item.objects.filter(pk=item.pk).update(
        kind="learning", audience=Audience.COHORT, sensitive=False, open_findings=0
    )
    text = "Our own hall has the same door.\n\nWho let you prop it open, and could we talk?"
    return introduce(item, Asking(text), by=account("lead.alloa"), at=AT)


def _introduction() -> tuple[str, datetime]:
    _introduced()
    return "lead.ayr@example.org", AT


def _introduction_answered() -> tuple[str, datetime]:
    text = "The janitor did, once we had asked him what he feared. Ring me on a Tuesday."
    answer_introduction(_introduced(), text=text, by=account("lead.ayr"), at=AT)
    return "lead.alloa@example.org", AT


SCENES: Mapping[str, Scene] = {
    "reflections-report_ready": scene("reflections/report_ready", _reminded(on=TODAY)),
    "reflections-due_soon": scene("reflections/due_soon", _reminded(on=date(2026, 12, 2))),
    "reflections-due_today": scene("reflections/due_today", _reminded(on=date(2026, 12, 7))),
    "reflections-late": scene("reflections/late", _reminded(on=date(2026, 12, 9))),
    "reflections-thank_you": scene("reflections/thank_you", _thanked()),
    "reflections-item_read": scene("reflections/item_read", _read),
    "reflections-item_used": scene("reflections/item_used", _used()),
    "reflections-group_question": scene("reflections/group_question", _asked_by_group),
    "reflections-introduction": scene("reflections/introduction", _introduction),
    "reflections-introduction_answered": scene(
        "reflections/introduction_answered", _introduction_answered
    ),
    "reflections-question_asked": scene("reflections/question_asked", _asked()),
    "reflections-question_answered": scene("reflections/question_answered", _answered()),
}
# The other letters of a kind, to be looked at.
FURTHER: Mapping[str, Scene] = {
    "reflections-due_soon-written": scene(
        "reflections/due_soon", _reminded(on=date(2026, 12, 2), written=True)
    ),
    "reflections-late-second": scene("reflections/late", _reminded(on=date(2026, 12, 14))),
    "reflections-thank_you-nothing": scene("reflections/thank_you", _thanked(nothing=True)),
    "reflections-thank_you-late": scene("reflections/thank_you", _thanked(day=10)),
    "reflections-item_used-sensitive": scene("reflections/item_used", _used(sensitive=True)),
    "reflections-question_asked-sensitive": scene(
        "reflections/question_asked", _asked(sensitive=True)
    ),
    "reflections-question_answered-sensitive": scene(
        "reflections/question_answered", _answered(sensitive=True)
    ),
}


def _morning() -> tuple[str, datetime]:
    """A report is ready to review, a question was asked, items were read the day before."""
    _read()
    _asked_question()
    at = AT + MORNING
    plan(at=at)
    return "lead.ayr@example.org", at


MORNING_LETTER = Scene(
    ("reflections/report_ready", "reflections/question_asked", "reflections/item_read"), _morning
)
