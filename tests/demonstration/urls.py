"""The portal's addresses as they are with `DEMO=true`."""

from django.urls import include, path

from cohort_portal import urls

handler400 = urls.handler400
handler429 = urls.handler429
urlpatterns = [path("", include("demonstration.urls")), *urls.urlpatterns]
