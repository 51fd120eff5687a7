"""Addresses of jots, reports, items and their margins."""

from django.urls import URLPattern, path

from reflections.views import jots, pocket

app_name = "reflections"
urlpatterns: list[URLPattern] = [
    path("jots/", jots.jots_page, name="jots"),
    path("jots/offline/", pocket.jots_offline, name="jots_offline"),
    path("jots/pocket/", pocket.pocket, name="jots_pocket"),
    path("jots/leave/", jots.jots_leave, name="jots_leave"),
    path("jots/take-back/", jots.jots_take_back, name="jots_take_back"),
    path("jots/<uuid:key>/", jots.jot_page, name="jot"),
    path("jots/<uuid:key>/discard/", jots.jot_discard, name="jot_discard"),
    path("jots/<uuid:key>/bring-back/", jots.jot_bring_back, name="jot_bring_back"),
    path("jots/<uuid:key>/next-month/", jots.jot_keep_for_next_month, name="jot_next_month"),
    path("service-worker.js", pocket.service_worker, name="service_worker"),
]
