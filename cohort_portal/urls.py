"""The portal's addresses."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter

from kit.converters import MonthConverter

register_converter(MonthConverter, "month")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("front.urls")),
    path("towns/", include("front.town_urls")),
    path("", include("reflections.urls")),
    path("sessions/", include("sessions.urls")),
    path("actions/", include("sessions.action_urls")),
    path("calendar/", include("sessions.calendar_urls")),
    path("partner/", include("sessions.partner_urls")),
    path("relationships/", include("front.relationship_urls")),
    path("partners/", include("front.partner_urls")),
    path("learning/", include("front.learning_urls")),
    path("outcomes/", include("front.outcome_urls")),
    path("", include("evidence.urls")),
    path("digests/", include("digests.urls")),
    path("consent/", include("evidence.consent_urls")),
    path("account/", include("people.urls")),
    path("letters/", include("outbox.urls")),
    path("support/", admin.site.urls),
]
if settings.DEMO:
    # First, because its sign-in page stands in the place of the portal's own.
    urlpatterns.insert(0, path("", include("demonstration.urls")))

handler400 = "front.errors.bad_request"
handler429 = "front.errors.too_many_requests"
