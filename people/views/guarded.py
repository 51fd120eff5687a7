"""Signing in fails closed: where attempts cannot be counted, nobody is let in."""

import logging
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from redis import RedisError

type View = Callable[..., HttpResponseBase]

logger = logging.getLogger(__name__)


def counted(view: View) -> View:
    """A page of the sign-in whose attempts are counted in the shared cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except RedisError:
            logger.exception("Sign-in refused: the cache that counts attempts does not answer")
            return render(request, "people/sign_in_closed_page.html", status=503)

    return guarded
