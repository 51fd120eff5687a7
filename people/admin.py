"""People, accounts, organisations and invitations for support: to look at only."""

from django.contrib import admin

from kit.admin import ReadOnlyAdmin
from people.models import Invitation, Organisation, OrganisationName, Person, Sector, User


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    """Everybody."""

    list_display = ("name", "organisation", "key")
    list_select_related = ("organisation",)
    search_fields = ("name",)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts; what they may do is told by tenures."""

    list_display = ("email", "person", "is_active", "last_login")
    list_select_related = ("person",)
    search_fields = ("email", "person__name")
    exclude = ("password", "groups", "user_permissions", "is_superuser")


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    """The register, merged rows too."""

    list_display = ("name", "kind", "sector", "parent", "merged_into")
    list_select_related = ("sector", "parent", "merged_into")
    search_fields = ("name",)


@admin.register(Sector)
class SectorAdmin(ReadOnlyAdmin):
    """Where in public life organisations work."""

    list_display = ("name", "position")


@admin.register(OrganisationName)
class OrganisationNameAdmin(ReadOnlyAdmin):
    """Former names and aliases."""

    list_display = ("name", "organisation", "is_alias", "until_on")
    list_select_related = ("organisation",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Invitations; the secret is not stored, and its digest not shown."""

    list_display = ("person", "email", "expires_on", "accepted_at", "withdrawn_at")
    list_select_related = ("person",)
    exclude = ("token_hash",)
