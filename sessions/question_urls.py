"""Addresses of a session's basket of questions, below the session's own."""

from django.urls import URLPattern, path

from sessions.views import questions

urlpatterns: list[URLPattern] = [
    path("questions/new/", questions.new_page, name="question_new"),
    path("questions/carry/", questions.carry_page, name="question_carry"),
    path("questions/<uuid:key>/", questions.change_page, name="question"),
    path("questions/<uuid:key>/withdraw/", questions.withdraw, name="question_withdraw"),
    path("questions/<uuid:key>/asked/", questions.mark, name="question_asked"),
    path("questions/<uuid:key>/answer/", questions.answer_page, name="question_answer"),
]
