"""Addresses of the office, within the room's own."""

from django.urls import URLPattern, URLResolver, include, path

from front.views.office import (
    absences,
    breaks,
    corrections,
    due,
    groups,
    holidays,
    index,
    jobs,
    letters,
    organisations,
    people,
    posts,
    programme,
    register,
    sectors,
    towns,
)

person = [
    path("", people.person_page, name="office_person"),
    path("edit/", people.person_edit_page, name="office_person_edit"),
    path("begin/", people.begin_page, name="office_begin"),
    path("invitation/", people.invitation_page, name="office_invitation"),
    path("invitation/withdraw/", people.withdraw, name="office_withdraw"),
]
tenure = [
    path("", posts.tenure_page, name="office_tenure"),
    path("end/", posts.end_page, name="office_end"),
    path("hand-over/", posts.hand_over_page, name="office_hand_over"),
    path("handover-days/", posts.handover_days_page, name="office_handover_days"),
    path("cancel/", posts.cancel, name="office_cancel"),
    path("first-day/", corrections.first_day_page, name="office_first_day"),
    path("mistake/", corrections.mistake_page, name="office_mistake"),
    path("absences/new/", absences.absence_page, name="office_absence"),
    path("absences/<int:pk>/", absences.absence_end_page, name="office_absence_end"),
    path("absences/<int:pk>/cancel/", absences.cancel, name="office_absence_cancel"),
    path("absences/<int:pk>/correct/", corrections.absence_page, name="office_absence_correct"),
    path(
        "absences/<int:pk>/mistake/",
        corrections.absence_mistake_page,
        name="office_absence_mistake",
    ),
]
council = [
    path("", holidays.council_page, name="office_council"),
    path("defaults/", holidays.load_defaults, name="office_defaults"),
    path("import/", holidays.import_page, name="office_import"),
    path("import/confirm/", holidays.confirm_import, name="office_import_confirm"),
    path("breaks/", breaks.breaks_page, name="office_breaks"),
    path("breaks/<int:number>/remove/", breaks.remove, name="office_break_remove"),
    path("days/<str:day>/remove/", holidays.remove, name="office_holiday_remove"),
]
group = [
    path("", groups.group_page, name="office_group"),
    path("edit/", groups.group_edit_page, name="office_group_edit"),
    path("remove/", groups.group_remove, name="office_group_remove"),
    path("members/new/", groups.member_page, name="office_member"),
    path("seats/new/", groups.seat_page, name="office_seat"),
    path("seats/<int:key>/", groups.seat_end_page, name="office_seat_end"),
]
organisation = [
    path("", organisations.organisation_page, name="office_organisation"),
    path("kind/", organisations.kind_page, name="office_organisation_kind"),
    path("alias/", organisations.alias_page, name="office_organisation_alias"),
    path("alias/remove/", organisations.alias_remove, name="office_organisation_alias_remove"),
    path("rename/", organisations.rename_page, name="office_rename"),
    path("merge/", organisations.merge_page, name="office_merge"),
    path("part/", organisations.part, name="office_part"),
]
letter = [
    path("", letters.letter_page, name="office_letter"),
    path("again/", letters.try_again, name="office_letter_again"),
    path("sent/", letters.take_as_sent, name="office_letter_sent"),
    path("end/", letters.end_page, name="office_letter_end"),
]
mail: list[URLPattern | URLResolver] = [
    path("", letters.letters_list, name="office_letters"),
    path("due/", due.due_page, name="office_due"),
    path("jobs/", jobs.jobs_page, name="office_jobs"),
    path("held/", jobs.held_page, name="office_held"),
    path("pause/", jobs.pause_page, name="office_pause"),
    path("pause/<int:pk>/resume/", jobs.resume, name="office_resume"),
    path("addresses/<int:pk>/lift/", letters.lift, name="office_lift"),
    path("<uuid:key>/", include(letter)),
]

urlpatterns = [
    path("", index.office_page, name="office"),
    path("letters/", include(mail)),
    path("people/", people.people_list, name="office_people"),
    path("people/invite/", people.invite_page, name="office_invite"),
    path("people/<uuid:key>/", include(person)),
    path("posts/", posts.posts_page, name="office_posts"),
    path("posts/<uuid:key>/", include(tenure)),
    path("holidays/", holidays.councils_page, name="office_holidays"),
    path("holidays/sample.csv", holidays.sample, name="office_holidays_sample"),
    path("holidays/<slug:slug>/", include(council)),
    path("towns/new/", towns.new_town_page, name="office_new_town"),
    path("towns/<slug:slug>/", towns.town_page, name="office_town"),
    path("towns/<slug:slug>/edit/", towns.town_edit_page, name="office_town_edit"),
    path("towns/<slug:slug>/take-back/", towns.take_back_status, name="office_town_take_back"),
    path("groups/", groups.groups_page, name="office_groups"),
    path("groups/new/", groups.new_group_page, name="office_new_group"),
    path("groups/<slug:slug>/", include(group)),
    path("programme/", programme.programme_page, name="office_programme"),
    path("outcomes/", programme.outcomes_page, name="office_outcomes"),
    path("outcomes/new/", programme.new_outcome_page, name="office_new_outcome"),
    path("outcomes/<slug:slug>/", programme.outcome_page, name="office_outcome"),
    path("sectors/", sectors.sectors_page, name="office_sectors"),
    path("sectors/new/", sectors.new_page, name="office_new_sector"),
    path("sectors/<slug:slug>/", sectors.sector_page, name="office_sector"),
    path("organisations/", organisations.organisations_page, name="office_organisations"),
    path("organisations/new/", organisations.new_page, name="office_new_organisation"),
    path("organisations/register.csv", register.export, name="office_register"),
    path("organisations/register/import/", register.import_page, name="office_register_import"),
    path(
        "organisations/register/import/confirm/", register.confirm, name="office_register_confirm"
    ),
    path("organisations/<slug:slug>/", include(organisation)),
]
