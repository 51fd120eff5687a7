"""How the planner writes wall times, small numbers and their order. Pure functions."""

from datetime import time

_NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_DECADE = 10


def wall(at: time) -> str:
    """A time as the clock on the wall shows it: "9.05", "14.00"."""
    return f"{at.hour}.{at:%M}"


def counted(number: int) -> str:
    """A number as a sentence has it: in words up to twelve, then in figures."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def ordinal(number: int) -> str:
    """The place in a row, from one: "second", "twelfth", "21st". Up to ninety-nine."""
    if number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    tens, ones = divmod(number, _DECADE)
    return f"{number}{'th' if tens == 1 else _ENDINGS.get(ones, 'th')}"
