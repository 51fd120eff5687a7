"""Addresses of quotes."""

from django.urls import URLPattern, path

from evidence.views import consents, quotes

app_name = "evidence"
TOWN = "towns/<slug:town_slug>/quotes/"
urlpatterns: list[URLPattern] = [
    path("quotes/", quotes.all_page, name="quotes"),
    path(TOWN, quotes.town_page, name="town"),
    path(f"{TOWN}new/", quotes.new_page, name="new"),
    path(f"{TOWN}<uuid:key>/", quotes.quote_page, name="quote"),
    path(f"{TOWN}<uuid:key>/change/", quotes.change_page, name="change"),
    path(f"{TOWN}<uuid:key>/remove/", quotes.remove_page, name="remove"),
    path(f"{TOWN}<uuid:key>/consent/", consents.consent_page, name="consent"),
    path(f"{TOWN}<uuid:key>/withdraw/", consents.withdraw_page, name="withdraw"),
    path(f"{TOWN}<uuid:key>/link/", consents.renew_page, name="link"),
]
