"""What the office may type about sectors, and where others choose one."""

from collections.abc import Sequence
from typing import Any

from django import forms

from front.forms.posts import OfficeForm
from people.models import Sector

NOT_SAID = "Not said"


class SectorField(forms.ChoiceField):
    """A sector, or that it is not said."""

    def offer(self, sectors: Sequence[Sector]) -> None:
        """The sectors to choose from, in their order."""
        self.choices = [("", NOT_SAID), *((sector.slug, sector.name) for sector in sectors)]


class NewSectorForm(OfficeForm):
    """A sector that joins the others."""

    name = forms.CharField(
        label="Name", max_length=80, error_messages={"required": "Enter a name."}
    )


class SectorForm(NewSectorForm):
    """A sector's name, and where it stands among the others."""

    position = forms.TypedChoiceField(label="Its place in lists", coerce=int)

    def __init__(self, *args: Any, places: int, **kwargs: Any) -> None:  # noqa: ANN401 -- passed on to Django's form
        super().__init__(*args, **kwargs)
        field = self.fields["position"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(str(place), str(place)) for place in range(1, places + 1)]
