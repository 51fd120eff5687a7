"""Addresses of the map of relationships. It shows several rooms, so its views stand in `front`."""

from django.urls import path

from front.views import before_after, relationships

app_name = "relationships"

urlpatterns = [
    path("ties.csv", relationships.export, name="export"),
    path("before-after/", before_after.before_after_page, name="before_after"),
    path("pairs/", relationships.pairs_page, name="pairs"),
    path("", relationships.relationships_page, name="relationships"),
]
