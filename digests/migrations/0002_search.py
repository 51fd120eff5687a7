"""The words of editions' parts, stored beside them and indexed; those of quotes are left out.

Who is quoted may take the words back at any moment: a search must not know them.
"""

from django.db import migrations

from kit.stored_words import StoreWords

PASSAGES = """setweight(to_tsvector(
    'cohort'::regconfig,
    jsonb_path_query_array(content, '$.passages[*] ? (@.sort != "quote").text')
), 'B')"""
PROGRESS = "setweight(to_tsvector('cohort'::regconfig, coalesce(content ->> 'progress', '')), 'C')"


class Migration(migrations.Migration):
    dependencies = [("digests", "0001_records"), ("people", "0005_search")]

    operations = [StoreWords("digests_editionpart", f"{PASSAGES} || {PROGRESS}")]
