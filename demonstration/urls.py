"""Addresses that exist with `DEMO=true` only."""

from django.urls import include, path

from demonstration import views
from people.views.guarded import counted

ours = [
    path("demonstration/sign-in/<str:email>/", views.sign_in, name="sign_in"),
    path("mailbox/", views.mailbox_page, name="mailbox"),
    path("mailbox/<str:key>/", views.letter_page, name="letter"),
]

urlpatterns = [
    path("", include((ours, "demonstration"))),
    path("account/login/", counted(views.sign_in_page), name="demonstration_login"),
]
