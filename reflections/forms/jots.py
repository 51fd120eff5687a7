"""What a person may type into a jot, and what a phone may say about one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.dateparse import parse_datetime

from kit.dates import month_name
from kit.fields import ProseField
from reflections.models import Kind
from towns.models import Town

UNSORTED = "Not sorted yet"
KINDS = [*Kind.choices, ("", UNSORTED)]
BELIEVABLE_YEARS = range(2020, 2100)


class JotForm(forms.Form):
    """The words, the kind, and the town where there are several."""

    use_required_attribute = False
    hears_town = False  # whether a town is taken notice of even where there is only one

    text = ProseField(
        label="What did you notice?",
        rows=4,
        error_messages={"required": "Write a few words first."},
    )
    kind = forms.ChoiceField(
        label="What kind is it?",
        choices=KINDS,
        required=False,
        widget=forms.RadioSelect(attrs={"data-layout": "inline"}),
        error_messages={"invalid_choice": "Choose one of the kinds that are listed."},
    )

    def __init__(self, *args: Any, towns: Sequence[Town], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's Form
        super().__init__(*args, **kwargs)
        self.towns = {town.slug: town for town in towns}
        self.fields["town"] = self.town_field([(town.slug, town.name) for town in towns])
        if len(towns) < 2 and not self.hears_town:
            del self.fields["town"]
        self.order_fields(["text", "kind", "town"])

    def town_field(self, choices: list[tuple[str, str]]) -> forms.ChoiceField:
        """Which town; a person with several always has to say."""
        return forms.ChoiceField(
            label="For which town?",
            choices=choices,
            required=len(choices) > 1,
            widget=forms.RadioSelect(attrs={"data-layout": "inline"}),
            error_messages={
                "required": "Say for which town this is.",
                "invalid_choice": "You hold no post in that town today: choose another.",
            },
        )

    def clean_town(self) -> Town | None:
        """The town itself; none where it goes without saying."""
        return self.towns.get(self.cleaned_data["town"])


class KeepJotForm(JotForm):
    """The box at the top of the jots: words first, everything else may wait."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to JotForm
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["autofocus"] = not self.is_bound

    def clean_key(self) -> UUID:
        """The key under which it is kept; a broken one is replaced, since nobody typed it."""
        try:
            return UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid4()


class SentJotForm(KeepJotForm):
    """A jot that a phone kept and now sends. A hint that makes no sense is no error."""

    hears_town = True  # the phone asked when the jot was written; the posts may have changed since

    owner = forms.UUIDField()
    written_at = forms.CharField(required=False)
    waited_seconds = forms.CharField(required=False)

    def clean_written_at(self) -> datetime | None:
        """When the phone's own clock says it was written."""
        try:
            moment = parse_datetime(self.cleaned_data["written_at"])
        except ValueError:
            return None
        if moment is None or moment.tzinfo is None or moment.year not in BELIEVABLE_YEARS:
            return None
        return moment

    def clean_waited_seconds(self) -> timedelta:
        """How long the phone kept it."""
        said = self.cleaned_data["waited_seconds"]
        if not (said.isascii() and said.isdigit() and len(said) < 9):
            return timedelta(0)
        return timedelta(seconds=int(said))


class ChangeJotForm(JotForm):
    """A waiting jot on its own page. After a conflict `saved_text` holds what is kept."""

    saved_text = ""

    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- passed on to Django's Form
        towns: Sequence[Town],
        months: Sequence[date],
        **kwargs: Any,  # noqa: ANN401 -- the same
    ) -> None:
        super().__init__(*args, towns=towns, **kwargs)
        self.fields["month"] = forms.ChoiceField(
            label="For which month?",
            choices=[(f"{month:%Y-%m}", month_name(month)) for month in months],
            error_messages={"invalid_choice": "Choose one of the months that are listed."},
        )

    def clean_month(self) -> date:
        """The first day of the month."""
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")

    def clean_seen_at(self) -> datetime | None:
        """The jot's `changed_at` when it was shown; a broken one counts as never seen."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen_at"])
        except ValueError:
            return None


class LeaveJotsForm(forms.Form):
    """The press of a button: the jots of which town."""

    town = forms.SlugField(max_length=120)
