"""Who is told of what happens beside an item, and of what is asked of a town."""

from datetime import date

from reflections.models import Item
from towns.models import Role, Tenure, Town


def who_speaks_for(item: Item, *, on: date) -> set[int]:
    """Its author, while in post in the town; after that whoever leads it, who speaks for it.

    Persons' numbers. One statement; needs the item's report loaded.
    """
    return set(speakers_for(item, on=on))


def speakers_for(item: Item, *, on: date) -> dict[int, str]:
    """The same with their names."""
    posts = Tenure.objects.active(on=on).filter(town=item.report.town_id)
    held = list(posts.values_list("person", "role", "person__name"))
    author = {person: name for person, _, name in held if person == item.author_id}
    return author or {person: name for person, role, name in held if role == Role.PROJECT_LEAD}


def leads_of(town: Town, *, on: date) -> set[int]:
    """Whoever leads the town on that day, as holder or as cover: persons' numbers. One statement.

    None where the post is vacant.
    """
    posts = Tenure.objects.active(on=on).filter(town=town, role=Role.PROJECT_LEAD)
    return set(posts.values_list("person", flat=True))
