"""The floor's addresses."""

from django.urls import path

from bench.floor import views

urlpatterns = [
    path("", views.list_page, name="list"),
    path("entries/<int:pk>/", views.entry_page, name="entry"),
    path("add/", views.add_page, name="add"),
    path("constant/", views.constant_page, name="constant"),
]
