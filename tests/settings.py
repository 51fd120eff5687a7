"""Settings of the tests: the portal's own, with its own database and plain static files."""

import os
import uuid

from cohort_portal.settings import *  # noqa: F403 -- the tests run on the portal's own settings
from cohort_portal.settings import CACHES, DATABASES, INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations", "django_migration_linter"]
DATABASES["default"]["TEST"] = {
    "NAME": f"test_portal{os.environ.get('TEST_DATABASE_SUFFIX', '')}",
    "TEMPLATE": os.environ.get("TEST_DATABASE_TEMPLATE"),  # copied, not migrated by each worker
}
CACHES["default"]["KEY_PREFIX"] = f"test-{uuid.uuid4()}"  # no run counts attempts of another
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True  # no collected files are needed, and none are looked for
MAIL_LINES = 1  # another line would not see the rows of a test that is taken back
