"""How months stand in addresses."""

from datetime import date


class MonthConverter:
    """A month as `2026-10`; anything that is no month does not match, and so is not found."""

    regex = r"[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        """Raises ValueError for the year 0, which Django answers with 404."""
        year, month = value.split("-")
        return date(int(year), int(month), 1)

    def to_url(self, value: date) -> str:
        """The first seven signs of the ISO date."""
        return f"{value.year:04}-{value.month:02}"
