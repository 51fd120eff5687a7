"""Secret addresses by which a partner reads and answers on a page of its own."""

import uuid
from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from kit.models import Timestamped
from people.models import User
from sessions.models.gatherings import Contribution
from towns.access import Thing, reached

LINK_NAME_LIMIT = 120  # characters


class PartnerLinkQuerySet(models.QuerySet["PartnerLink"]):
    """The questions asked of many links at once."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """All of them, for those who plan."""
        return self.filter(reached(user, Thing.SESSION_PLANS, on=on))

    def live(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at=None)


@pghistory.track()
class PartnerLink(Timestamped):
    """A secret address at which one partner of a session has its page. It ends by itself.

    The address itself is kept nowhere: `token_hash` is the SHA-256 of its secret part, in hex.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(max_length=LINK_NAME_LIMIT, help_text="Who was given it.")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PartnerLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="partner_link_is_somebodys"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="partner_link_revoked_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["contribution", "name"],
                condition=Q(revoked_at=None),
                name="one_live_partner_link_of_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.contribution}"
