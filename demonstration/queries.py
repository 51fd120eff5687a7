"""Who can be signed in as by a card: the people of the cards whose rows exist."""

from demonstration.cards import CARDS, Card
from people.models import User


def people_of_cards() -> list[tuple[Card, str]]:
    """Each card with its person's name, in the order of the cards."""
    people = User.objects.filter(email__in=[card.email for card in CARDS], is_active=True)
    names = dict(people.values_list("email", "person__name"))
    return [(card, names[card.email]) for card in CARDS if card.email in names]


def person_of_card(email: str) -> User | None:
    """The account of a card; of no other address."""
    if email not in {card.email for card in CARDS}:
        return None
    return User.objects.filter(email=email).first()
