"""Addresses of what remains of a session, below the session's own."""

from django.urls import URLPattern, path

from sessions.views import actions, closing, notes, resources

urlpatterns: list[URLPattern] = [
    path("notes/new/", notes.new_page, name="note_new"),
    path("notes/<uuid:key>/", notes.change_page, name="note"),
    path("notes/<uuid:key>/remove/", notes.remove, name="note_remove"),
    path("actions/new/", actions.new_page, name="action_new"),
    path("raise/", actions.raise_page, name="raise"),
    path("materials/file/", resources.file_page, name="material_file"),
    path("materials/link/", resources.link_page, name="material_link"),
    path("materials/<uuid:key>/", resources.file, name="material"),
    path("materials/<uuid:key>/remove/", resources.remove, name="material_remove"),
    path("recording/", closing.recording_page, name="recording"),
    path("close/", closing.close_page, name="close"),
]
