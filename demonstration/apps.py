"""Names the room for Django, and has its start watched."""

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from demonstration.checks import demonstration_stays_home


class DemonstrationConfig(AppConfig):
    """The room `demonstration`."""

    name = "demonstration"

    def ready(self) -> None:
        """Refuses to start where a demonstration must not run.

        A web server runs no system checks, so the same question is asked here once more.
        """
        checks.register(demonstration_stays_home)
        if settings.DEMO:
            faults = demonstration_stays_home(app_configs=None)
            if faults:
                raise ImproperlyConfigured(" ".join(str(fault.msg) for fault in faults))
