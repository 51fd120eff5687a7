"""Addresses of the towns' pages. They show several rooms, so their views stand in `front`."""

from django.urls import path

from front.views import towns

app_name = "towns"

urlpatterns = [
    path("", towns.towns_page, name="towns"),
    path("<slug:town_slug>/", towns.town_page, name="town"),
]
