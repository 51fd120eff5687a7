"""What mail servers and mail providers tell of a letter after they took it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from outbox.models.letters import LONGEST_REPLY, Letter

BY_MAIL = "mail"  # the provider of a report that came as a letter


class MailReport(models.Model):
    """One thing that was reported. It is kept first and settled later, in whatever order it comes.

    A report that came by mail may be anybody's: it counts only for the letter that it names, whose
    key nobody can guess. A provider's came with its secret, and counts for the address alone too.
    """

    class What(models.TextChoices):
        DELIVERED = "delivered", "Delivered"
        DELAYED = "delayed", "Not delivered yet"
        SOFT = "soft", "Came back, but not because of the address"
        HARD = "hard", "Came back because of the address"
        COMPLAINED = "complained", "Called unwanted by its reader"
        UNSUBSCRIBED = "unsubscribed", "Unsubscribed at the provider"

    provider = models.CharField(max_length=20, help_text='As Anymail calls it, or "mail".')
    digest = models.CharField(max_length=64, help_text="Of what makes it the same report again.")
    what = models.CharField(max_length=12, choices=What)
    letter_key = models.UUIDField(null=True, help_text="The letter that it names, if it names one.")
    message_id = models.CharField(
        max_length=200, blank=True, help_text="The provider's name of the letter."
    )
    email = models.EmailField(max_length=254, blank=True, help_text="In lower case.")
    reply = models.CharField(max_length=LONGEST_REPLY, blank=True, help_text="The server's words.")
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.CASCADE, related_name="reports")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "digest"], name="reported_once"),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="reported_address_in_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(letter_key__isnull=False) | ~Q(email=""),
                name="report_of_a_letter_or_an_address",
            ),
            models.CheckConstraint(
                condition=Q(letter=None) | Q(settled_at__isnull=False),
                name="report_joined_when_settled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_at", "id"],
                condition=Q(settled_at=None),
                name="report_unsettled",
            ),
            models.Index(fields=["received_at"], name="report_received_at"),
            models.Index(fields=["email", "received_at"], name="report_email"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, reported by {self.provider}"
