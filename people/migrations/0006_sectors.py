"""In which sector of public life organisations work: rows that the office edits."""

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_search"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=80)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "position",
                    models.PositiveSmallIntegerField(help_text="Its place in lists, from 1."),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SectorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("name", models.CharField(max_length=80)),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                (
                    "position",
                    models.PositiveSmallIntegerField(help_text="Its place in lists, from 1."),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="organisation",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="organisation",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="organisation",
            name="delete_delete",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_organisationevent" ("changed_at", "created_at", "id", "kind", "merged_into_id", "merged_on", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "slug") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."kind", NEW."merged_into_id", NEW."merged_on", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sector_id", NEW."slug"); RETURN NULL;',
                    hash="d5404198aa609ffcb0730a45284fa64a895558fa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d087f",
                    table="people_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_organisationevent" ("changed_at", "created_at", "id", "kind", "merged_into_id", "merged_on", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "slug") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."kind", NEW."merged_into_id", NEW."merged_on", NEW."name", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sector_id", NEW."slug"); RETURN NULL;',
                    hash="06e4716beee3673fdc44fdd1693e997184b45a78",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c3fee",
                    table="people_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_organisationevent" ("changed_at", "created_at", "id", "kind", "merged_into_id", "merged_on", "name", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "slug") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."kind", OLD."merged_into_id", OLD."merged_on", OLD."name", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sector_id", OLD."slug"); RETURN NULL;',
                    hash="6ede138c8a2c6473b8ea4a8925127c50bb0964f8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_637d9",
                    table="people_organisation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sector",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("name"), name="one_sector_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="sector",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="sector_has_name"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sector",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_sectorevent" ("changed_at", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="8014f9e27bbbdf19d64e4d6d1826f2801fb61a5b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a8620",
                    table="people_sector",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sector",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_sectorevent" ("changed_at", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (NEW."changed_at", NEW."created_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."slug"); RETURN NULL;',
                    hash="c5517dab8b50448099d04520e01054ba87e8086d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_08dfc",
                    table="people_sector",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sector",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_sectorevent" ("changed_at", "created_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug") VALUES (OLD."changed_at", OLD."created_at", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."slug"); RETURN NULL;',
                    hash="aa57a1e41e4a22ed5f77f0354ff9e7ec317aa758",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b6388",
                    table="people_sector",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="sector",
            field=models.ForeignKey(
                blank=True,
                help_text="Not said if empty.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="organisations",
                to="people.sector",
            ),
        ),
        migrations.AddField(
            model_name="organisationevent",
            name="sector",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Not said if empty.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="people.sector",
            ),
        ),
        migrations.AddField(
            model_name="sectorevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="sectorevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                related_query_name="history",
                to="people.sector",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sectorevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="71c6ee81b2243e380a8d8354bd8a23143e853b70",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_bb6d5",
                    table="people_sectorevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
