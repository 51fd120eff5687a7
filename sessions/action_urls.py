"""Addresses of actions, whichever session they came from."""

from django.urls import URLPattern, path

from sessions.views import actions

app_name = "actions"
urlpatterns: list[URLPattern] = [
    path("", actions.actions_page, name="actions"),
    path("<uuid:key>/close/", actions.close_page, name="close"),
    path("<uuid:key>/move/", actions.move_page, name="move"),
]
