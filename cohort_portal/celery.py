"""The worker: reads its settings from Django's, keeps no results, never guesses a queue."""

import logging
import os
from pathlib import Path

from celery import Celery, Task
from celery.signals import celeryd_init, heartbeat_sent, setup_logging, task_postrun, task_prerun
from structlog.contextvars import bind_contextvars, unbind_contextvars

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cohort_portal.settings")

app = Celery("cohort_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def log_warnings(**_: object) -> None:
    """Python's warnings are lines of the log too; Celery would begin with that a little later."""
    logging.captureWarnings(capture=True)


@setup_logging.connect
def log_as_the_web_does(**_: object) -> None:
    """Django has set the log up already; while somebody listens here, Celery leaves it so."""


@task_prerun.connect
def name_task(task_id: str, task: Task[..., object], **_: object) -> None:
    """Whatever is logged during the task carries its number and name."""
    bind_contextvars(task_id=task_id, task=task.name)


@task_postrun.connect
def forget_task(**_: object) -> None:
    """What follows belongs to no task."""
    unbind_contextvars("task_id", "task")


@heartbeat_sent.connect
def show_life(**_: object) -> None:
    """Touches a file every two seconds while the worker is not stuck, for `bin/alive worker`."""
    if path := os.environ.get("ALIVE_FILE"):
        Path(path).touch()
