"""What the office may type about people and organisations."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from front.forms.posts import OfficeForm, PostForm
from front.forms.sectors import SectorField
from kit.fields import DatePartsField
from people.forms.organisations import Adding, NamesOrganisations
from people.models import Organisation, Sector

_WITH_LIST = {"list": "organisations", "autocomplete": "off"}


def organisation_field() -> forms.CharField:
    """An organisation by name: a known one, or a new one."""
    return forms.CharField(
        label="Organisation",
        help_text="A name that is not known yet is added to the register.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_WITH_LIST),
    )


class InviteForm(NamesOrganisations, PostForm):
    """Somebody new: who they are, where to write, and the post that they begin with."""

    adding: ClassVar = {"organisation": Adding.UNLESS_LIKE}

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the person's name."}
    )
    email = forms.EmailField(
        label="E-mail address",
        help_text="The invitation goes there. It opens the account within seven days.",
        error_messages={
            "required": "Enter an e-mail address.",
            "invalid": "Enter an e-mail address, like name@example.org.",
        },
    )
    organisation = organisation_field()
    is_another = forms.BooleanField(label="This is another person of the same name", required=False)

    field_order = ("name", "email", "is_another", "organisation", "role", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        self.fields["is_another"].widget = forms.HiddenInput()

    def ask_whether_another(self, name: str) -> None:
        """Somebody bears the name: asks, and shows the box that answers."""
        self.fields["is_another"].widget = forms.CheckboxInput()
        self.add_error(
            "name",
            f"There is somebody called {name} already: see below. If it is the same person, "
            "open their page. If not, tick “This is another person of the same name”.",
        )


class PersonForm(NamesOrganisations, OfficeForm):
    """A person's name and where they work."""

    adding: ClassVar = {"organisation": Adding.UNLESS_LIKE}

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the person's name."}
    )
    organisation = organisation_field()


class AddressForm(OfficeForm):
    """Where an invitation goes."""

    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Enter an e-mail address.",
            "invalid": "Enter an e-mail address, like name@example.org.",
        },
    )


class OrganisationNameForm(OfficeForm):
    """A new name, and the day from which it is in use."""

    name = forms.CharField(
        label="Name",
        help_text="The name before it stays known, with its last day.",
        max_length=200,
        error_messages={"required": "Enter the organisation's name."},
    )
    from_on = DatePartsField(
        label="In use from", help_text="Today or a day in the past.", earliest=date(1900, 1, 1)
    )


class AliasForm(OfficeForm):
    """Another name under which people look for an organisation."""

    name = forms.CharField(
        label="Also called",
        help_text="An abbreviation, for example, or a name that people use among themselves.",
        max_length=200,
        error_messages={"required": "Enter the other name."},
    )


class KindForm(NamesOrganisations, OfficeForm):
    """What kind of organisation it is, in which sector, and which one it is part of."""

    adding: ClassVar[Mapping[str, Adding]] = {"parent": Adding.ASKED}

    kind = forms.ChoiceField(
        label="Kind",
        choices=Organisation.Kind,
        initial=Organisation.Kind.BODY,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a kind."},
    )
    sector = SectorField(
        label="Sector",
        required=False,
        error_messages={"invalid_choice": "Choose a sector of the list."},
    )
    parent = forms.CharField(
        label="Part of",
        help_text="The organisation that the team belongs to, or that hosts the programme.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_WITH_LIST),
    )

    def __init__(self, *args: Any, sectors: Sequence[Sector], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        self.sectors = {sector.slug: sector for sector in sectors}
        self.fields["sector"].offer(sectors)  # type: ignore[attr-defined] # declared above

    @property
    def sector_chosen(self) -> Sector | None:
        """The sector that was chosen, once the form is valid; none if it is not said."""
        return self.sectors.get(self.cleaned_data["sector"])


class NewOrganisationForm(KindForm):
    """An organisation that nobody has named yet."""

    adding: ClassVar[Mapping[str, Adding]] = {"name": Adding.UNLESS_LIKE, "parent": Adding.ASKED}

    name = forms.CharField(
        label="Name",
        max_length=200,
        error_messages={"required": "Enter the organisation's name."},
    )

    field_order = ("name", "kind", "sector", "parent")


class MergeForm(NamesOrganisations, OfficeForm):
    """The organisation that the other one really is."""

    adding: ClassVar = {"into": Adding.NEVER}

    into = forms.CharField(
        label="Is the same as",
        help_text="The name of the organisation that stays.",
        max_length=200,
        widget=forms.TextInput(attrs=_WITH_LIST),
        error_messages={"required": "Enter the name of the organisation that stays."},
    )
