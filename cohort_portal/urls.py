"""The portal's addresses."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter

from kit.converters import MonthConverter

register_converter(MonthConverter, "month")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("front.urls")),
    path("towns/", include("towns.urls")),
    path("", include("reflections.urls")),
    path("account/", include("allauth.urls")),
    path("support/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("", include("demonstration.urls")))
