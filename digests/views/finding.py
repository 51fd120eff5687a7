"""Finds the digest that an address means, for who may see it."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from digests.models import Digest
from digests.policies import may_edit_digests
from people.http import AuthedRequest

type Page = Callable[..., HttpResponse]


def read(page: Page) -> Page:
    """A page about one digest: not there for who does not see it."""

    @wraps(page)
    def found(request: AuthedRequest, quarter: date, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- whatever stands in the address
        digests = Digest.objects.visible_to(request.user, on=timezone.localdate())
        return page(request, get_object_or_404(digests, quarter=quarter), **kwargs)

    return found


def edited(page: Page) -> Page:
    """The same, closed to who only reads."""

    @wraps(page)
    def guarded(request: AuthedRequest, digest: Digest, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- whatever stands in the address
        if not may_edit_digests(request.user, on=timezone.localdate()):
            raise PermissionDenied
        return page(request, digest, **kwargs)

    return read(guarded)
