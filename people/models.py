"""Who exists: people, their organisations, and the accounts that some of them have."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

import pghistory
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from kit.models import Timestamped


@pghistory.track()
class Sector(Timestamped):
    """Where in public life organisations work, such as the third sector. The office edits them."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(help_text="Its place in lists, from 1.")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="one_sector_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="sector_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Organisation(Timestamped):
    """A body, a team of one, a programme that one hosts, or a network.

    Its names may change; it stays itself.
    """

    class Kind(models.TextChoices):
        BODY = "body", "Organisation"
        TEAM = "team", "Team of an organisation"
        HOSTED = "hosted", "Programme hosted by an organisation"
        NETWORK = "network", "Network"

    name = models.CharField(max_length=200, help_text="The name in use today.")
    slug = models.SlugField(max_length=220, unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.BODY)
    sector = models.ForeignKey(
        Sector,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
        help_text="Not said if empty.",
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )
    merged_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(merged_into=None),
                name="one_organisation_a_name",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None, merged_on=None)
                | Q(merged_into__isnull=False, merged_on__isnull=False),
                name="organisation_merged_on_some_day",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")) & ~Q(parent=F("id")),
                name="organisation_not_within_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Living(models.Model):
    """Which organisation stands for each today: itself, or the last into which it was merged.

    A view of the mergers, never written.
    """

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.DO_NOTHING, related_name="today"
    )
    living = models.ForeignKey(Organisation, on_delete=models.DO_NOTHING, related_name="+")

    class Meta:
        managed = False
        db_table = "people_living"

    def __str__(self) -> str:
        return f"{self.organisation_id} is {self.living_id}"


@pghistory.track()
class OrganisationName(Timestamped):
    """A former name (dated) or an alias (undated) of an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    is_alias = models.BooleanField(default=False)
    until_on = models.DateField(null=True, blank=True, help_text="The last day of a former name.")

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="one_row_a_former_name"),
            models.CheckConstraint(
                condition=Q(is_alias=True, until_on=None)
                | Q(is_alias=False, until_on__isnull=False),
                name="former_name_has_last_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Person(Timestamped):
    """Somebody in or around the programme. May have no account."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="person_has_name")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts; addresses are kept in lower case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an address, however it is spelled in capitals."""
        return self.get(email__iexact=username)

    def create_user(self, email: str, *, person: Person, **fields: Any) -> "User":  # noqa: ANN401 -- passed on to the row
        """An account without a password: people sign in by code or passkey."""
        user = self.model(email=email.lower(), person=person, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """An account: a person's way in, by e-mailed code or passkey.

    What it may do is told by tenures alone.
    """

    email = models.EmailField(max_length=254, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="May open the support pages.")
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_address")]

    def __str__(self) -> str:
        return self.email


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The questions asked of many invitations at once."""

    def waiting(self, *, on: date) -> Self:
        """Not yet used, not withdrawn, and still valid on that day."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_on__gte=on)


class Invitation(Timestamped):
    """A letter that opens an account for one person at one address, once.

    Its secret is stored hashed.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(
        max_length=300, blank=True, help_text='To what, in words: "Project Lead in Ayr".'
    )
    invited_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(help_text="The last day on which it opens.")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn_not_both",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"
