"""How the demonstration's texts tell days: back from the present month, so that they end today."""

from datetime import date

from kit.periods import last_day, month_of, shift


def day_of(text: str, *, today: date) -> date | None:
    """The day that `text` tells: "6-11" is the 11th of six months ago, "6-end" its last day.

    Empty text is no day. Raises ValueError for anything else.
    """
    if not text:
        return None
    ago, day = text.split("-")
    month = shift(month_of(today), -int(ago))
    return last_day(month) if day == "end" else month.replace(day=int(day))
