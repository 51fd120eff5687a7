"""The words of items, stored beside them and indexed."""

from django.db import migrations

from kit.stored_words import StoreWords


class Migration(migrations.Migration):
    dependencies = [("reflections", "0004_ties"), ("people", "0005_search")]

    operations = [
        StoreWords("reflections_item", "setweight(to_tsvector('cohort'::regconfig, text), 'B')"),
    ]
