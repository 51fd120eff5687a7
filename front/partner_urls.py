"""Addresses of the partners' pages. They show several rooms, so their views stand in `front`."""

from django.urls import path

from front.views import contacts, partners

app_name = "partners"

urlpatterns = [
    path("", partners.partners_page, name="partners"),
    path("<slug:slug>/", partners.partner_page, name="partner"),
    path("<slug:slug>/contacts/new/", contacts.new_contact_page, name="new_contact"),
    path("contacts/<uuid:key>/", contacts.contact_page, name="contact"),
    path("contacts/<uuid:key>/remove/", contacts.remove_contact_page, name="remove_contact"),
]
