"""The words of sessions, notes and resources, stored beside them and indexed."""

from django.db import migrations

from kit.stored_words import StoreWords

TITLE = "setweight(to_tsvector('cohort'::regconfig, title), 'A')"
TEXT = "setweight(to_tsvector('cohort'::regconfig, text), 'B')"


class Migration(migrations.Migration):
    dependencies = [("cohort_sessions", "0002_kinds"), ("people", "0005_search")]

    operations = [
        StoreWords("cohort_sessions_cohortsession", f"{TITLE} || {TEXT}"),
        StoreWords("cohort_sessions_note", TEXT),
        StoreWords("cohort_sessions_resource", TITLE),
    ]
