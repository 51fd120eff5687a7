"""The secret addresses of calendars."""

from django.urls import URLPattern, path

from sessions.views import feeds

app_name = "calendar"
urlpatterns: list[URLPattern] = [path("<str:token>.ics", feeds.feed, name="feed")]
