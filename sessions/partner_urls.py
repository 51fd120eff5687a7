"""The secret addresses of partners."""

from django.urls import URLPattern, path

from sessions.views import partner

app_name = "partner"
urlpatterns: list[URLPattern] = [
    path("<str:token>/", partner.page, name="page"),
    path("<str:token>/part/", partner.part_page, name="part"),
    path("<str:token>/questions/<uuid:key>/", partner.answer_page, name="answer"),
]
