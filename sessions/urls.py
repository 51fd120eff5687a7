"""Addresses of sessions."""

from django.urls import URLPattern, URLResolver, include, path

from sessions.views import (
    agendas,
    coverage,
    feeds,
    partner_links,
    partners,
    planner,
    planning,
    register,
    replies,
    series,
    sessions,
)

app_name = "sessions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", sessions.sessions_page, name="sessions"),
    path("new/", planning.new_session_page, name="new"),
    path("coverage/", coverage.coverage_page, name="coverage"),
    path("plan/", planner.plan_page, name="plan"),
    path("calendar/", feeds.feeds_page, name="feeds"),
    path("calendar/<uuid:key>/revoke/", feeds.revoke, name="feed_revoke"),
    path("month/", sessions.month_page, name="this_month"),
    path("month/<month:month>/", sessions.month_page, name="month"),
    path("kinds/", series.kinds_page, name="kinds"),
    path("kinds/new/", series.kind_page, name="new_kind"),
    path("kinds/<slug:slug>/", series.kind_page, name="kind"),
    path("series/new/", series.new_series_page, name="new_series"),
    path("series/<slug:slug>/", series.series_page, name="series"),
    path("series/<slug:slug>/audience/", series.audience_page, name="audience"),
    path("reply/<str:token>/", replies.reply_by_letter, name="reply_by_letter"),
    path("<slug:slug>/", sessions.session_page, name="session"),
    path("<slug:slug>/reply/", replies.reply_page, name="reply"),
    path("<slug:slug>/invite/", planning.invite, name="invite_now"),
    path("<slug:slug>/change/", planning.change_page, name="change"),
    path("<slug:slug>/move/", planning.move_page, name="move"),
    path("<slug:slug>/agenda/", agendas.agenda_page, name="agenda"),
    path("<slug:slug>/partners/", partners.partners_page, name="partners"),
    path("<slug:slug>/partners/<uuid:key>/drop/", partners.drop, name="partner_drop"),
    path("<slug:slug>/partners/<uuid:key>/links/", partner_links.links_page, name="partner_links"),
    path(
        "<slug:slug>/partners/<uuid:key>/links/<uuid:link>/revoke/",
        partner_links.revoke,
        name="partner_link_revoke",
    ),
    path("<slug:slug>/register/", register.register_page, name="register"),
    path("<slug:slug>/register/lines/", register.register_lines, name="register_lines"),
    path("<slug:slug>/register/add/", register.add_page, name="register_add"),
    path("<slug:slug>/", include("sessions.record_urls")),
    path("<slug:slug>/", include("sessions.question_urls")),
    path("<slug:slug>/cancel/", planning.cancel_page, name="cancel"),
    path("<slug:slug>/reinstate/", planning.reinstate_page, name="reinstate"),
]
