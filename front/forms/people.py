"""What the office may type about people and organisations."""

from typing import Any

from django import forms

from front.forms.posts import OfficeForm, PostForm

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


class InviteForm(PostForm):
    """Somebody new: who they are, where to write, and the post that they begin with."""

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


class PersonForm(OfficeForm):
    """A person's name and where they work."""

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
    """The name in use from today."""

    name = forms.CharField(
        label="Name in use from today",
        help_text="The name before it stays known, with its last day.",
        max_length=200,
        error_messages={"required": "Enter the organisation's name."},
    )


class MergeForm(OfficeForm):
    """The organisation that the other one really is."""

    into = forms.CharField(
        label="Is the same as",
        help_text="The name of the organisation that stays.",
        max_length=200,
        widget=forms.TextInput(attrs=_WITH_LIST),
        error_messages={"required": "Enter the name of the organisation that stays."},
    )
