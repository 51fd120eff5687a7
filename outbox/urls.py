"""What the links of a letter open, and where a mail provider reports."""

from django.urls import path

from outbox import views

app_name = "outbox"

urlpatterns = [
    path("why/<str:token>/", views.why_page, name="why"),
    path("stop/<str:token>/", views.stop_page, name="stop"),
    path("bounces/<slug:provider>/tracking/", views.bounces, name="bounces"),
]
