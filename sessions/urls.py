"""Addresses of sessions."""

from django.urls import URLPattern, path

from sessions.views import partners, planning, sessions

app_name = "sessions"
urlpatterns: list[URLPattern] = [
    path("", sessions.sessions_page, name="sessions"),
    path("new/", planning.new_session_page, name="new"),
    path("<slug:slug>/", sessions.session_page, name="session"),
    path("<slug:slug>/change/", planning.change_page, name="change"),
    path("<slug:slug>/move/", planning.move_page, name="move"),
    path("<slug:slug>/partners/", partners.partners_page, name="partners"),
    path("<slug:slug>/partners/<uuid:key>/drop/", partners.drop, name="partner_drop"),
    path("<slug:slug>/cancel/", planning.cancel_page, name="cancel"),
]
