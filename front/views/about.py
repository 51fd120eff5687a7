"""Pages about the portal that anybody may read."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def accessibility_page(request: HttpRequest) -> HttpResponse:
    """How far everybody can use the portal, how that was tested, and whom to tell."""
    return render(request, "front/accessibility_page.html", {"contact": settings.CONTACT_EMAIL})


@login_not_required
@require_safe
def privacy_page(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, who reads it, and for how long."""
    return render(request, "front/privacy_page.html", {"contact": settings.CONTACT_EMAIL})


@login_not_required
@require_safe
def contact_page(request: HttpRequest) -> HttpResponse:
    """Whom to write to."""
    return render(request, "front/contact_page.html", {"contact": settings.CONTACT_EMAIL})
