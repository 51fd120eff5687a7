"""The portal's settings and the commands of this folder. The served portal never reads them."""

from cohort_portal.settings import *  # noqa: F403 -- the portal's settings as they are
from cohort_portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.inside"]
