"""In which sectors the demonstration's organisations work."""

from demonstration.programme import read_texts
from people.models import Organisation, Sector


def fill_sectors() -> None:
    """Each as what it really is; the sectors are those with which a new portal starts."""
    told = read_texts("programme")["sectors"]
    for sector in Sector.objects.filter(slug__in=told):
        Organisation.objects.filter(name__in=told[sector.slug]).update(sector=sector)
