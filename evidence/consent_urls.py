"""The secret addresses by which consent is withdrawn."""

from django.urls import URLPattern, path

from evidence.views import consents

app_name = "consent"
urlpatterns: list[URLPattern] = [path("<str:token>/", consents.speaker_page, name="page")]
