"""The worker: reads its settings from Django's, keeps no results, never guesses a queue."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cohort_portal.settings")

app = Celery("cohort_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
