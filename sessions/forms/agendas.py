"""An agenda as it is typed."""

from django import forms
from django.core.exceptions import ValidationError

from kit.errors import DomainError
from kit.fields import ProseField
from sessions.agendas import MOST_POINTS, Point, agenda_from
from sessions.models.agendas import POINT_LIMIT


class AgendaForm(forms.Form):
    """A point a line; and the agenda as the page showed it."""

    use_required_attribute = False

    lines = ProseField(
        label="Agenda",
        help_text="A point a line, its minutes first, as in “10 Welcome”.",
        max_length=MOST_POINTS * (POINT_LIMIT + 10),
        rows=10,
        required=False,
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean_lines(self) -> list[Point]:
        """The points."""
        try:
            return agenda_from(self.cleaned_data["lines"])
        except DomainError as refusal:
            raise ValidationError(str(refusal), code="lines") from None
