"""What the office may type about towns, groups, holidays and the programme."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from front.forms.posts import OfficeForm
from front.forms.tables import TableForm
from kit.fields import DatePartsField, LineField, ProseField
from kit.uploads import UploadField
from people.forms.organisations import Adding, NamesOrganisations
from towns.holiday_files import FORMATS_IN_WORDS, LARGEST
from towns.models import Council, Group, Tenure, Town, TownStatus

LARGEST_UPLOAD = 2_000_000  # bytes that arrive; the reading says how few of them it takes
Status = TownStatus.Status
WORD_FOR = {
    Status.ACTIVE: "Active",
    Status.PAUSED: "Paused: no reports are owed",
    Status.CLOSED: "Closed: no reports are owed, and no post is to be filled",
    Status.PREPARING: "Preparing: posts may be filled",
}


class CouncilField(forms.ChoiceField):
    """One of the councils, by the last part of its address."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's field
        kwargs.setdefault("label", "Council")
        super().__init__(**kwargs)
        self.error_messages["invalid_choice"] = "Choose a council of the list."

    def offer(self, councils: list[Council], *, empty: str = "") -> None:
        """The councils to choose from; `empty` is the words of choosing none."""
        none = [("", empty)] if empty else []
        self.choices = [*none, *((council.slug, council.name) for council in councils)]


class NewTownForm(OfficeForm):
    """A town that joins the programme."""

    name = forms.CharField(
        label="Name of the town",
        max_length=120,
        error_messages={"required": "Enter the name of the town."},
    )
    council = CouncilField(required=False)
    new_council = forms.CharField(
        label="Or a council that is not on the list",
        help_text="It is given the Scottish bank holidays; change them afterwards.",
        max_length=120,
        required=False,
    )
    health_board = forms.CharField(label="Health board", max_length=120, required=False)
    status = forms.ChoiceField(
        label="It begins",
        choices=[(value, WORD_FOR[value]) for value in (Status.PREPARING, Status.ACTIVE)],
        initial=Status.PREPARING,
        widget=forms.RadioSelect,
    )
    from_on = DatePartsField(label="From the day")

    def __init__(self, *args: Any, councils: list[Council], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        self.fields["council"].offer(councils, empty="Choose a council")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One council, known or new."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("council") and not cleaned.get("new_council"):
            self.add_error("council", "Choose a council, or enter a new one below.")
        return cleaned


class TownForm(OfficeForm):
    """A town's facts."""

    council = CouncilField()
    health_board = forms.CharField(label="Health board", max_length=120, required=False)
    introduction = ProseField(
        label="Introduction",
        help_text="Stands at the top of the town's page.",
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, councils: list[Council], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        self.fields["council"].offer(councils)  # type: ignore[attr-defined]


class StatusForm(OfficeForm):
    """How the town stands from a day."""

    status = forms.ChoiceField(
        label="From that day the town is",
        choices=[
            (value, WORD_FOR[value]) for value in (Status.ACTIVE, Status.PAUSED, Status.CLOSED)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the town stands."},
    )
    from_on = DatePartsField(label="From the day")


class HolidayForm(OfficeForm):
    """One more day on which a council is closed."""

    day = DatePartsField(label="Day", earliest=date(2000, 1, 1), latest=date(2099, 12, 31))
    name = forms.CharField(
        label="Name",
        max_length=120,
        error_messages={"required": "Enter the name of the holiday."},
    )


class SchoolBreakForm(OfficeForm):
    """Days on which the schools of a council are closed."""

    name = LineField(
        label="Name",
        help_text="For example, October week.",
        longest=120,
        error_messages={"required": "Enter the name of the break."},
    )
    starts_on = DatePartsField(
        label="First day", earliest=date(2000, 1, 1), latest=date(2099, 12, 31)
    )
    ends_on = DatePartsField(label="Last day", earliest=date(2000, 1, 1), latest=date(2099, 12, 31))


class HolidayFileForm(TableForm):
    """A council's list as a file."""

    file = UploadField(
        most=LARGEST_UPLOAD,
        label="File",
        help_text=f"A CSV file with two columns, date and name. Dates as {FORMATS_IN_WORDS}.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file."},
    )
    extent = forms.ChoiceField(
        label="What the file holds",
        choices=[
            ("whole", "All holidays of the years it names: other days of these years are removed"),
            ("some", "Some days more: the days that are there stay"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the file holds."},
    )

    def content(self) -> bytes:
        """What was sent, cut one byte after the most that is read."""
        return self.start_of_file(LARGEST + 1)


class ConfirmImportForm(OfficeForm):
    """The rows of the preview, sent back to be kept."""

    rows = forms.CharField(widget=forms.HiddenInput, max_length=2 * LARGEST)
    extent = forms.ChoiceField(
        choices=[("whole", "whole"), ("some", "some")], widget=forms.HiddenInput
    )


class GroupForm(OfficeForm):
    """A new group."""

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name of the group."}
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=Group.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a kind."},
    )
    town = forms.ChoiceField(
        label="Town",
        help_text="Only for a Steering Group.",
        required=False,
        error_messages={"invalid_choice": "Choose a town of the list."},
    )
    starts_on = DatePartsField(label="First day")

    def __init__(self, *args: Any, towns: tuple[Town, ...], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        field = self.fields["town"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [("", "None"), *((town.slug, town.name) for town in towns)]

    def clean(self) -> dict[str, Any]:
        """A Steering Group is of a town."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Group.Kind.STEERING and not cleaned.get("town"):
            self.add_error("town", "A Steering Group is of a town. Choose the town.")
        return cleaned


class GroupChangeForm(OfficeForm):
    """A group's name and last day, and whether its members leave with it."""

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name of the group."}
    )
    ends_on = DatePartsField(
        label="Last day of the group",
        help_text="Leave empty if none is known. Nobody belongs to the group after this day.",
        required=False,
    )
    ends_memberships = forms.BooleanField(
        label="End memberships and seats that last longer on the same day",
        help_text="A later last day, entered afterwards, does not bring them back.",
        required=False,
    )


class SeatForm(NamesOrganisations, OfficeForm):
    """An organisation's place in a group."""

    adding: ClassVar = {"organisation": Adding.UNLESS_LIKE}

    organisation = forms.CharField(
        label="Organisation",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
        error_messages={"required": "Enter the organisation's name."},
    )
    starts_on = DatePartsField(label="First day of the seat")


class SeatEndForm(OfficeForm):
    """The last day of a seat."""

    ends_on = DatePartsField(label="Last day of the seat")


class MemberForm(OfficeForm):
    """A person who joins a group."""

    person = forms.CharField(
        label="Name",
        help_text="A person who is known already. Invite somebody new first.",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
        error_messages={"required": "Enter the person's name."},
    )
    capacity = forms.ChoiceField(
        label="As",
        choices=Tenure.Capacity,
        initial=Tenure.Capacity.MEMBER,
        widget=forms.RadioSelect,
    )
    seat = forms.ChoiceField(label="On the seat of", required=False)
    starts_on = DatePartsField(label="First day")

    def __init__(self, *args: Any, seats: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [("", "No seat"), *seats]
