"""How rows are looked at in support: listed, opened, never written."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import Model

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
else:
    ModelAdmin = admin.ModelAdmin


class ReadOnlyAdmin(ModelAdmin):
    """A list for support. Whatever changes a row is a deed of the portal's own pages."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def lookup_allowed(self, lookup: str, *_: object, **__: object) -> bool:
        """By what the list offers: to ask whether a hidden text holds a word would show it."""
        return lookup.partition("__")[0] in self.list_filter

    def has_add_permission(self, *_: object, **__: object) -> bool:
        """Never."""
        return False

    def has_change_permission(self, *_: object, **__: object) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, *_: object, **__: object) -> bool:
        """Never."""
        return False

    def has_view_permission(self, *_: object, **__: object) -> bool:
        """To everybody whom the site lets in."""
        return True

    def has_module_permission(self, *_: object, **__: object) -> bool:
        """To everybody whom the site lets in."""
        return True
