"""A vacant post that is to be filled: carried from page to page in the address."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.http import urlencode

from people.http import AuthedRequest
from towns.models import Role, Town
from towns.models.tenures import TOWN_ROLES


@dataclass(frozen=True)
class Wanted:
    """A role in a town for which somebody is looked for."""

    role: str
    town: Town

    def __str__(self) -> str:
        return f"{Role(self.role).label}, {self.town.name}"

    @property
    def query(self) -> str:
        """As it stands in an address."""
        return f"?{urlencode(self.parts)}"

    @property
    def parts(self) -> dict[str, str]:
        """The parts of the address, by name."""
        return {"role": self.role, "town": self.town.slug}

    @property
    def initial(self) -> dict[str, str]:
        """What the form about a post shows at first."""
        return {"role": self.role, "place": f"town:{self.town.slug}"}


def wanted(request: AuthedRequest) -> Wanted | None:
    """The post that the address names, if there is such a role and such a town."""
    role, slug = request.GET.get("role", ""), request.GET.get("town", "")
    if role not in TOWN_ROLES or not slug:
        return None
    towns = Town.objects.visible_to(request.user, on=timezone.localdate())
    town = towns.filter(slug=slug).first()
    return Wanted(role, town) if town else None
