"""What authors say of a learning moment some months later, in a table of its own."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("reflections", "0005_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Echo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        help_text="How long after the report it was asked."
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "Still true"),
                            ("changed", "Changed"),
                            ("no_longer", "No longer true"),
                        ],
                        max_length=10,
                    ),
                ),
                ("line", models.CharField(blank=True, max_length=200)),
                (
                    "vouched",
                    models.BooleanField(
                        default=False,
                        help_text="The author says that what the guard found in the line is about no resident.",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="echoes",
                        to="reflections.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EchoEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        help_text="How long after the report it was asked."
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("yes", "Still true"),
                            ("changed", "Changed"),
                            ("no_longer", "No longer true"),
                        ],
                        max_length=10,
                    ),
                ),
                ("line", models.CharField(blank=True, max_length=200)),
                (
                    "vouched",
                    models.BooleanField(
                        default=False,
                        help_text="The author says that what the guard found in the line is about no resident.",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reflections.item",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="reflections.echo",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="echo",
            constraint=models.UniqueConstraint(fields=("item", "months"), name="one_echo_a_time"),
        ),
        migrations.AddConstraint(
            model_name="echo",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__gte", 1)), name="echo_comes_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="echo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("vouched", False), models.Q(("line", ""), _negated=True), _connector="OR"
                ),
                name="echo_vouched_for_has_a_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="echo",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["yes", "changed", "no_longer"])),
                name="echo_says_which",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="echo",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reflections_echoevent" ("answer", "at", "by_id", "changed_at", "created_at", "id", "item_id", "line", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "vouched") VALUES (NEW."answer", NEW."at", NEW."by_id", NEW."changed_at", NEW."created_at", NEW."id", NEW."item_id", NEW."line", NEW."months", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."vouched"); RETURN NULL;',
                    hash="11f55d145d99f6d6196cad2a2e355f672a41bc77",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c8fb6",
                    table="reflections_echo",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="echo",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "reflections_echoevent" ("answer", "at", "by_id", "changed_at", "created_at", "id", "item_id", "line", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "vouched") VALUES (NEW."answer", NEW."at", NEW."by_id", NEW."changed_at", NEW."created_at", NEW."id", NEW."item_id", NEW."line", NEW."months", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."vouched"); RETURN NULL;',
                    hash="5085f57ede03650a425cd7fa406166cc88b351d0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_40702",
                    table="reflections_echo",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="echo",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "reflections_echoevent" ("answer", "at", "by_id", "changed_at", "created_at", "id", "item_id", "line", "months", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "vouched") VALUES (OLD."answer", OLD."at", OLD."by_id", OLD."changed_at", OLD."created_at", OLD."id", OLD."item_id", OLD."line", OLD."months", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."vouched"); RETURN NULL;',
                    hash="b6ebe3151d1d05de5dfcd872a376c844e7e7297f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_a2628",
                    table="reflections_echo",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="echoevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="06a44b204bbb4190a648f243d2cc42a968b409ed",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_998c8",
                    table="reflections_echoevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
