"""Which static files of others are served: those that a page asks for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalStaticFilesConfig(StaticFilesConfig):
    """Leaves out what no page loads: the parts of our style sheet, others' own scripts.

    Hashing and compressing them took longer than all the rest of a first start.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "css/*.css",  # not "css/*", which leaves out the admin's folder of that name too
        "account/*",
        "mfa/*",
        "django_htmx/*",
        "vendor/documents/*",
        "admin/js/vendor/select2/i18n/*",
    ]
