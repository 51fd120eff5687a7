"""Addresses of the learning library: search, and items one by one."""

from django.urls import path

from front.views import learning

app_name = "learning"

urlpatterns = [
    path("", learning.learning_page, name="learning"),
    path("start/", learning.start_page, name="start"),
    path("unfound/", learning.unfound_page, name="unfound"),
    path("items/<uuid:key>/", learning.item_page, name="item"),
]
