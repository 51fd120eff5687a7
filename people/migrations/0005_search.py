"""How texts are searched, and the words of the register's names, stored beside them and indexed."""

from django.db import migrations

from kit.stored_words import StoreWords

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION cohort (COPY = english);
ALTER TEXT SEARCH CONFIGURATION cohort
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""
NAME = "setweight(to_tsvector('cohort'::regconfig, name), 'A')"


class Migration(migrations.Migration):
    dependencies = [("people", "0004_living")]

    operations = [
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION cohort;"),
        StoreWords("people_organisation", NAME),
        StoreWords("people_organisationname", NAME),
    ]
