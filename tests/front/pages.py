"""What the tests of pages say to a form and read off an answer."""

from datetime import date
from typing import Any, Protocol


class Answer(Protocol):
    """Whatever the test client hands back."""

    status_code: int
    context: Any

    @property
    def content(self) -> bytes: ...


def words(answer: Answer) -> str:
    """The page's text and marks, each white space as one."""
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def day(name: str, value: date | None) -> dict[str, str]:
    """The three boxes of a date."""
    if value is None:
        return {}
    parts = {"day": value.day, "month": value.month, "year": value.year}
    return {f"{name}_{part}": str(number) for part, number in parts.items()}
