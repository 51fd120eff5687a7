"""What the office may type about posts: begun, handed over, ended, and about absences."""

from typing import Any

from django import forms

from kit.fields import DatePartsField
from towns.actions.posts import PlaceMissing, Post, refuse_place
from towns.actions.tenures import Mistake
from towns.models import Role
from towns.queries.programmes import Places

MANY_ROLES = [("", "Choose a role"), *Role.choices]


class OfficeForm(forms.Form):
    """What all forms of the office share: the server answers for required fields, in words."""

    use_required_attribute = False


class PostForm(OfficeForm):
    """A role and, where the role asks for one, its town or group; with the days of the post."""

    role = forms.ChoiceField(
        label="Role",
        choices=MANY_ROLES,
        error_messages={
            "required": "Choose a role.",
            "invalid_choice": "Choose a role of the list.",
        },
    )
    place = forms.ChoiceField(
        label="Town or group",
        help_text="Leave this alone for the Programme Team, evaluators and administrators.",
        required=False,
        error_messages={"invalid_choice": "Choose a town or group of the list."},
    )
    starts_on = DatePartsField(
        label="First day in post",
        help_text="For example, 11 11 2026.",
        error_messages={"required": "Enter the first day in post."},
    )
    ends_on = DatePartsField(
        label="Last day in post", help_text="Leave empty if it is not known.", required=False
    )
    covering = forms.BooleanField(
        label="Stands in for somebody who is away, or for an empty post", required=False
    )
    handover_until = DatePartsField(
        label="Handover until",
        help_text="Only if the Project Lead before stays in post for some days: their last day.",
        required=False,
    )

    def __init__(self, *args: Any, places: Places, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        self.places = places
        self.towns = {f"town:{town.slug}": town for town in places.towns}
        self.groups = {f"group:{group.slug}": group for group in places.groups}
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [
            ("", "The programme as a whole"),
            ("Towns", [(key, town.name) for key, town in self.towns.items()]),
            ("Groups", [(key, group.name) for key, group in self.groups.items()]),
        ]

    def clean(self) -> dict[str, Any]:
        """A role in a town needs a town, a role in a group needs a group, others need neither."""
        cleaned = super().clean() or self.cleaned_data
        if self.places.programme is None:
            self.add_error(None, "There is no programme yet. Begin one first.")
        elif "role" in cleaned and "place" in cleaned:
            try:
                refuse_place(self.post())
            except PlaceMissing as refusal:
                self.add_error("place", str(refusal))
        return cleaned

    def post(self) -> Post:
        """The post that was chosen, all of it. To be asked once role and place are valid."""
        role, place = self.cleaned_data["role"], self.cleaned_data["place"]
        town, group = self.towns.get(place), self.groups.get(place)
        programme = self.places.programme
        if town or group:
            programme = (town or group).programme  # type: ignore[union-attr]
        assert programme is not None  # noqa: S101 -- `clean` has refused its absence
        return Post(role, programme, town=town, group=group)

    def days(self) -> dict[str, Any]:
        """The days of the post and how it stands to the one before."""
        names = ("starts_on", "ends_on", "covering", "handover_until")
        return {name: self.cleaned_data[name] for name in names}


class EndForm(OfficeForm):
    """The last day in post; empty takes it back."""

    ends_on = DatePartsField(
        label="Last day in post",
        help_text="Access ends by itself at the end of this day. Empty: there is no last day yet.",
        required=False,
    )


class HandoverDaysForm(OfficeForm):
    """Until when both are in post."""

    handover_until = DatePartsField(
        label="Both are in post until", help_text="Empty: no handover.", required=False
    )


class HandOverForm(OfficeForm):
    """One post, from one person to the next."""

    last_day = DatePartsField(
        label="Last day of the one who leaves",
        error_messages={"required": "Enter the last day of the one who leaves."},
    )
    successor = forms.CharField(
        label="Name of the successor",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
        error_messages={"required": "Say who takes over."},
    )
    email = forms.EmailField(
        label="E-mail address of the successor",
        help_text="Only for somebody new: an invitation is sent there.",
        required=False,
    )
    first_day = DatePartsField(
        label="First day of the successor",
        help_text="If it is before the last day above, the days between are marked as handover.",
        error_messages={"required": "Enter the first day of the one who follows."},
    )


class FirstDayForm(OfficeForm):
    """The first day in post as it ought to have been entered; for a Project Lead, the handover."""

    starts_on = DatePartsField(
        label="First day in post", error_messages={"required": "Enter the first day in post."}
    )
    handover_until = DatePartsField(
        label="Handover until",
        help_text="Only if the Project Lead before stays in post for some days: their last day.",
        required=False,
    )

    def __init__(self, *args: Any, has_handover: bool, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        if not has_handover:
            del self.fields["handover_until"]


class MistakeForm(OfficeForm):
    """Why something that has begun is taken back: a choice, so that no name is written down."""

    reason = forms.ChoiceField(
        label="What was the mistake?",
        choices=Mistake.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the mistake was."},
    )


class AbsenceCorrectionForm(OfficeForm):
    """The first day away and who stands in, as they ought to have been entered."""

    starts_on = DatePartsField(
        label="First day away", error_messages={"required": "Enter the first day away."}
    )
    cover = forms.CharField(
        label="Who stands in",
        help_text="A person who is known already. Leave empty if nobody does.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )


class AbsenceForm(AbsenceCorrectionForm):
    """Days away, and who stands in. The reason is not asked."""

    ends_on = DatePartsField(
        label="Last day away", help_text="Leave empty if it is not known.", required=False
    )

    field_order = ("starts_on", "ends_on", "cover")


class AbsenceEndForm(OfficeForm):
    """The last day away; empty says that it is not known."""

    ends_on = DatePartsField(
        label="Last day away",
        help_text="Whoever stands in does so until the same day.",
        required=False,
    )
