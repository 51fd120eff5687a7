"""Whether the portal runs, for the machines that watch it."""

import logging

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

BROKER_SECONDS = 2

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """The process is up. Asks neither database nor broker."""
    return HttpResponse("up\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Database and broker answer, so that requests and work may come here; 503 names what does not."""
    missing = [
        name
        for name, answers in (("database", _database_answers), ("broker", _broker_answers))
        if not answers()
    ]
    text = "ready\n" if not missing else f"no answer from: {', '.join(missing)}\n"
    return HttpResponse(text, status=503 if missing else 200, content_type="text/plain")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return False
    return True


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_read() as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except (OperationalError, OSError):
        logger.exception("The broker does not answer")
        return False
    return True
