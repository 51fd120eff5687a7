"""The kinds of letter of this room."""

from outbox.kinds import Kind, Standing
from reflections.letters.group_questions import tell_group_questions
from reflections.letters.introductions import tell_introduction_answers, tell_introductions
from reflections.letters.items import tell_readings, tell_uses
from reflections.letters.margins import tell_answers, tell_questions
from reflections.letters.reminders import remind
from reflections.letters.thanks import thank

_REMINDERS = (
    (
        "reflections/late",
        "Report late",
        10,
        "Some working days after a report was due and has not come in; twice, then a person asks.",
    ),
    (
        "reflections/due_today",
        "Report due today",
        20,
        "On the day on which a report is due and has not come in.",
    ),
    (
        "reflections/due_soon",
        "Report due soon",
        30,
        "Some working days before a report is due that has not come in.",
    ),
    (
        "reflections/report_ready",
        "Report ready to review",
        40,
        "Towards the end of a month, when its report can be looked through and handed in.",
    ),
)
_NEWS = (
    (
        "reflections/question_asked",
        "Question in the margin",
        tell_questions,
        60,
        "When the Programme Team asks something about an item of a report.",
    ),
    (
        "reflections/question_answered",
        "Answer in the margin",
        tell_answers,
        60,
        "When somebody answers in a margin where you asked or answered.",
    ),
    (
        "reflections/introduction",
        "Question from another town",
        tell_introductions,
        60,
        "When another town asks about something that you learned.",
    ),
    (
        "reflections/introduction_answered",
        "Answer from another town",
        tell_introduction_answers,
        60,
        "When a town answers what you asked about its learning.",
    ),
    (
        "reflections/item_used",
        "Item raised, answered or echoed",
        tell_uses,
        60,
        "When something comes of an item that you wrote.",
    ),
    (
        "reflections/item_read",
        "Items read",
        tell_readings,
        70,
        "When the Programme Team has read items that you wrote; once a day for each report.",
    ),
    (
        "reflections/thank_you",
        "Thanks for a report",
        thank,
        80,
        "When you have handed in a report.",
    ),
)
# No day is set for it, but a group waits for the answer, and the next digest goes out with it or
# without: who wants to hear of nothing but what they owe hears of it too.
_ASKED_BACK = Kind(
    "reflections/group_question",
    "Question from a group",
    tell_group_questions,
    standing=Standing.REMINDER,
    rank=55,
    rule="When a Steering Group that has read a digest asks something of your town.",
)
KINDS = (
    _ASKED_BACK,
    *(
        Kind(name, title, remind, standing=Standing.REMINDER, rank=rank, rule=rule)
        for name, title, rank, rule in _REMINDERS
    ),
    *(
        Kind(name, title, compose, standing=Standing.NEWS, rank=rank, rule=rule)
        for name, title, compose, rank, rule in _NEWS
    ),
)
