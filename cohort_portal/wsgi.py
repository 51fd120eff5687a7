"""The door through which the web server calls the portal."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cohort_portal.settings")

application = get_wsgi_application()
