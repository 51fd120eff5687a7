"""Addresses of jots, reports, items and their margins."""

from django.urls import URLPattern, URLResolver, include, path

from reflections.views import (
    echoes,
    grid,
    group_questions,
    introductions,
    items,
    jots,
    moves,
    pocket,
    quarantine,
    questions,
    reading,
    reports,
    versions,
)

app_name = "reflections"
of_a_report: list[URLPattern] = [
    path("", reports.report_page, name="report"),
    path("check/", reports.check_page, name="check"),
    path("nothing/", reports.nothing_page, name="nothing"),
    path("submitted/", reports.submitted_page, name="submitted"),
    path("revise/", versions.revise_page, name="revise"),
    path("give-up/", versions.give_up_page, name="give_up"),
    path("versions/", versions.versions_page, name="versions"),
    path("move/", moves.move_page, name="move"),
    path("items/<uuid:key>/", items.entry_page, name="entry"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("towns/<slug:town_slug>/reflections/<month:month>/", include(of_a_report)),
    path("jots/", jots.jots_page, name="jots"),
    path("jots/offline/", pocket.jots_offline, name="jots_offline"),
    path("jots/pocket/", pocket.pocket, name="jots_pocket"),
    path("jots/leave/", jots.jots_leave, name="jots_leave"),
    path("jots/take-back/", jots.jots_take_back, name="jots_take_back"),
    path("jots/<uuid:key>/", jots.jot_page, name="jot"),
    path("jots/<uuid:key>/discard/", jots.jot_discard, name="jot_discard"),
    path("jots/<uuid:key>/bring-back/", jots.jot_bring_back, name="jot_bring_back"),
    path("jots/<uuid:key>/next-month/", jots.jot_keep_for_next_month, name="jot_next_month"),
    path("reflections/", grid.grid_page, name="grid"),
    path(
        "towns/<slug:town_slug>/reflections/<month:month>/read/",
        reading.report_read,
        name="report_read",
    ),
    path(
        "towns/<slug:town_slug>/reflections/<month:month>/set-aside/",
        quarantine.set_aside_page,
        name="set_aside",
    ),
    path("items/<uuid:key>/", questions.margin_page, name="margin"),
    path("items/<uuid:key>/read/", reading.item_read, name="item_read"),
    path("items/<uuid:key>/open/", reading.item_open, name="item_open"),
    path("items/<uuid:key>/echo/", echoes.echo_page, name="echo"),
    path("items/<uuid:key>/neighbours/", introductions.neighbours_page, name="neighbours"),
    path("items/<uuid:key>/introduce/", introductions.introduce_page, name="introduce"),
    path("items/<uuid:key>/helps/", introductions.item_helps, name="item_helps"),
    path("introductions/<uuid:key>/", introductions.introduction_page, name="introduction"),
    path("items/<uuid:key>/set-aside/", quarantine.item_quarantine, name="item_quarantine"),
    path("items/<uuid:key>/put-back/", quarantine.item_put_back, name="item_put_back"),
    path("questions/<uuid:key>/", questions.question_page, name="question"),
    path("group-questions/<uuid:key>/", group_questions.group_question_page, name="group_question"),
    path("service-worker.js", pocket.service_worker, name="service_worker"),
]
