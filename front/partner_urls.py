"""Addresses of the partners' pages. They show several rooms, so their views stand in `front`."""

from django.urls import path

from front.views import partners

app_name = "partners"

urlpatterns = [
    path("", partners.partners_page, name="partners"),
    path("<slug:slug>/", partners.partner_page, name="partner"),
]
