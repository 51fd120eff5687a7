"""Whether the portal runs, for the machines that watch it."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from redis import Redis, RedisError

from front import figures

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
    """Database and broker answer, so that work may come here; 503 names what does not."""
    missing = [
        name
        for name, answers in (("database", _database_answers), ("broker", _broker_answers))
        if not answers()
    ]
    text = "ready\n" if not missing else f"no answer from: {', '.join(missing)}\n"
    return HttpResponse(text, status=503 if missing else 200, content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Figures of all processes of this server; the proxy lets nobody from outside ask."""
    return HttpResponse(figures.as_text(at=timezone.now()), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return False
    return True


def _broker_answers() -> bool:
    broker = Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_connect_timeout=BROKER_SECONDS,
        socket_timeout=BROKER_SECONDS,
    )
    try:
        broker.ping()
    except RedisError:
        logger.exception("The broker does not answer")
        return False
    finally:
        broker.close()
    return True
