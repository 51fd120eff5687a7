"""Scotland's bank holidays: the default where no council has said which days it takes. Pure."""

from datetime import date
from functools import cache

import holidays as calendars

from towns.working_days import SATURDAY

_OBSERVED = " (observed)"


def scottish_holidays(year: int) -> list[tuple[date, str]]:
    """Scotland's bank holidays on weekdays, with those that stand in for a weekend's."""
    found = calendars.country_holidays("GB", subdiv="SCT", years=year)
    return [
        (on, name.replace(_OBSERVED, " (substitute day)"))
        for on, name in sorted(found.items())
        if on.weekday() < SATURDAY and on.year == year
    ]


@cache
def scottish_days(year: int) -> frozenset[date]:
    """The same days without their names."""
    return frozenset(on for on, _ in scottish_holidays(year))
