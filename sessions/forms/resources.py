"""What is typed of a link or a file that stands by a session."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import QuerySet

from kit.fields import LengthValidator, LineField
from kit.file_sorts import ENDINGS, KEPT_IN_WORDS
from kit.uploads import UploadField
from kit.widgets import HintedRadioSelect
from kit.words import megabytes
from sessions.actions.resources import LARGEST, Label
from sessions.models import Contribution, Resource
from sessions.models.gatherings import LINK_LIMIT, TITLE_LIMIT

HINTS = {
    "material": "For the session: slides, papers.",
    "resource": "Made from the session, to be used afterwards.",
}
NO_LINK = "Enter the whole address, beginning with https:// or http://."


class PartnerChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # Django has no parameter here
    """One of the session's partners, by its name."""

    def label_from_instance(self, obj: Contribution) -> str:
        """The organisation."""
        return str(obj.organisation)


class LabelForm(forms.Form):
    """What both have."""

    use_required_attribute = False

    use = forms.ChoiceField(
        label="What is it?",
        choices=Resource.Use,
        initial=Resource.Use.MATERIAL,
        widget=HintedRadioSelect(hints=HINTS),
        error_messages={
            "required": "Choose whether it is material or a resource.",
            "invalid_choice": "Choose one of the list.",
        },
    )
    title = LineField(label="Title", longest=TITLE_LIMIT, required=False)
    contribution = PartnerChoice(
        label="From which partner?",
        help_text="Partners send theirs to the Programme Team, who adds them here.",
        queryset=Contribution.objects.none(),
        to_field_name="key",
        empty_label="None",
        required=False,
        error_messages={"invalid_choice": "Choose a partner of the list."},
    )

    def __init__(self, *args: Any, partners: QuerySet[Contribution], **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        if partners:
            choice = cast("PartnerChoice", self.fields["contribution"])
            choice.queryset = partners.select_related("organisation").order_by("pk")
        else:
            del self.fields["contribution"]

    def label(self) -> Label:
        """What was typed, once it is valid."""
        told = self.cleaned_data
        return Label(told["use"], told["title"], told.get("contribution"))


class FileForm(LabelForm):
    """A file."""

    file = UploadField(
        label="File",
        most=LARGEST,
        help_text=f"Up to {megabytes(LARGEST)}. {KEPT_IN_WORDS}.",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    field_order = ("file", "title", "use", "contribution")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = "Left empty, the name of the file."


class LinkForm(LabelForm):
    """A link."""

    link = forms.CharField(
        label="Link",
        help_text="Everybody who sees the session sees it.",
        validators=[LengthValidator(LINK_LIMIT), URLValidator(["https", "http"], message=NO_LINK)],
        widget=forms.URLInput,
        error_messages={"required": NO_LINK},
    )
    field_order = ("link", "title", "use", "contribution")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        self.fields["title"].error_messages["required"] = "Say in a few words what it is."

    def clean_link(self) -> str:
        """The address, without a name or password that somebody signs in with."""
        link: str = self.cleaned_data["link"]
        if "@" in link.partition("://")[2].partition("/")[0]:
            raise ValidationError("Leave out the name and password before the @.", code="secret")
        return link
