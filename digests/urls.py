"""Addresses of digests, included at "digests/"."""

from django.urls import URLPattern, path

from digests.views import agendas, check, copies, corrections, desk, lists, reading, steps

app_name = "digests"
QUARTER = "<month:quarter>/"
DESK = f"{QUARTER}desk/"
urlpatterns: list[URLPattern] = [
    path("", lists.digests_page, name="digests"),
    path("begin/", lists.begin_page, name="begin"),
    path(QUARTER, reading.digest_page, name="digest"),
    path(f"{QUARTER}towns/<slug:town_slug>/", reading.town_page, name="town"),
    path(f"{QUARTER}print.pdf", copies.pdf, name="pdf"),
    path(f"{QUARTER}text/", copies.text, name="text"),
    path(f"{QUARTER}ask/", reading.ask_page, name="ask"),
    path(f"{QUARTER}readers/", reading.readers_page, name="readers"),
    path(f"{QUARTER}read/", reading.read_page, name="read"),
    path(f"{QUARTER}correct/<uuid:key>/", corrections.correct_page, name="correct"),
    path(f"{QUARTER}check/<slug:town_slug>/", check.check_page, name="check"),
    path(DESK, desk.desk_page, name="desk"),
    path(f"{DESK}preview/", reading.preview_page, name="preview"),
    path(f"{DESK}agenda/", agendas.agenda_page, name="agenda"),
    path(f"{DESK}gather/", steps.gather_page, name="gather"),
    path(f"{DESK}ask/", steps.ask_towns_page, name="ask_towns"),
    path(f"{DESK}freeze/", steps.freeze_page, name="freeze"),
    path(f"{DESK}thaw/", steps.thaw_page, name="thaw"),
    path(f"{DESK}publish/", steps.publish_page, name="publish"),
    path(f"{DESK}withdraw/", steps.withdraw_page, name="withdraw"),
    path(f"{DESK}reopen/", steps.reopen_page, name="reopen"),
    path(f"{DESK}across/", desk.section_page, name="across"),
    path(f"{DESK}across/add/", desk.add_page, name="add_across"),
    path(f"{DESK}towns/<slug:slug>/", desk.section_page, name="section"),
    path(f"{DESK}towns/<slug:slug>/add/", desk.add_page, name="add"),
    path(f"{DESK}towns/<slug:slug>/quotes/<uuid:key>/", desk.quote_page, name="quote"),
]
