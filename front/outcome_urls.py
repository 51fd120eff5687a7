"""Addresses of the outcomes' pages, which join what is learned with sessions and partners."""

from django.urls import path

from front.views import learning

app_name = "outcomes"

urlpatterns = [path("<slug:slug>/", learning.outcome_page, name="outcome")]
