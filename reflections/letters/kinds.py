"""The kinds of letter of this room."""

from outbox.kinds import Kind, Standing
from reflections.letters.items import tell_readings, tell_uses
from reflections.letters.margins import tell_answers, tell_questions
from reflections.letters.reminders import remind
from reflections.letters.thanks import thank

_REMINDERS = (
    ("reflections/late", "Report late", 10),
    ("reflections/due_today", "Report due today", 20),
    ("reflections/due_soon", "Report due soon", 30),
    ("reflections/report_ready", "Report ready to review", 40),
)
_NEWS = (
    ("reflections/question_asked", "Question in the margin", tell_questions, 60),
    ("reflections/question_answered", "Answer in the margin", tell_answers, 60),
    ("reflections/item_used", "Item raised, answered or echoed", tell_uses, 60),
    ("reflections/item_read", "Items read", tell_readings, 70),
    ("reflections/thank_you", "Thanks for a report", thank, 80),
)
KINDS = (
    *(
        Kind(name, title, remind, standing=Standing.REMINDER, rank=rank)
        for name, title, rank in _REMINDERS
    ),
    *(
        Kind(name, title, compose, standing=Standing.NEWS, rank=rank)
        for name, title, compose, rank in _NEWS
    ),
)
