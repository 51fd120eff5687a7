"""Addresses of the towns' pages. They show several rooms, so their views stand in `front`."""

from django.urls import path

from front.views import baselines, before_after, handovers, relationships, towns

app_name = "towns"

urlpatterns = [
    path("", towns.towns_page, name="towns"),
    path("<slug:town_slug>/relationships/start/", baselines.start_page, name="relationships_start"),
    path(
        "<slug:town_slug>/relationships/before-after/",
        before_after.town_page,
        name="relationships_before_after",
    ),
    path("<slug:town_slug>/relationships/", relationships.town_page, name="relationships"),
    path("<slug:town_slug>/", towns.town_page, name="town"),
    path("<slug:town_slug>/handover/<uuid:key>/", handovers.handover_page, name="handover"),
]
