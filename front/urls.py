"""Pages across rooms: home, the office, one's account, and what the portal says of itself."""

from django.urls import include, path

from front.views import about, account, health, home

app_name = "front"

urlpatterns = [
    path("", home.home_page, name="home"),
    path("account/", account.account_page, name="account"),
    path("account/letters/", account.letters_page, name="account_letters"),
    path("account/second-step/", account.second_factor_page, name="second_factor"),
    path("accessibility/", about.accessibility_page, name="accessibility"),
    path("privacy/", about.privacy_page, name="privacy"),
    path("contact/", about.contact_page, name="contact"),
    path("office/", include("front.office_urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
