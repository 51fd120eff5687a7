"""Names the support site for Django, in the place of its own admin."""

from django.contrib.admin.apps import AdminConfig


class SupportConfig(AdminConfig):
    """Django's admin, with our doors."""

    default_site = "front.support_site.SupportSite"
