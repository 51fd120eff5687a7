"""After how many months a learning moment is asked about: is it still true?

Safe on a running portal: PostgreSQL keeps the defaults, so that code of before goes on writing rows.
"""

import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("towns", "0007_search"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="programme",
            name="echo_first_months",
            field=models.PositiveSmallIntegerField(
                db_default=3,
                default=3,
                help_text="So many months after a report its learning is asked about: is it still true?",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="echo_second_months",
            field=models.PositiveSmallIntegerField(
                db_default=6,
                default=6,
                help_text="After so many months it is asked once more.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="echo_third_months",
            field=models.PositiveSmallIntegerField(
                db_default=12,
                default=12,
                help_text="After so many months it is asked for the last time.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="echo_first_months",
            field=models.PositiveSmallIntegerField(
                db_default=3,
                default=3,
                help_text="So many months after a report its learning is asked about: is it still true?",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="echo_second_months",
            field=models.PositiveSmallIntegerField(
                db_default=6,
                default=6,
                help_text="After so many months it is asked once more.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="echo_third_months",
            field=models.PositiveSmallIntegerField(
                db_default=12,
                default=12,
                help_text="After so many months it is asked for the last time.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "digest_check_working_days", "digest_freeze_working_day", "echo_first_months", "echo_second_months", "echo_third_months", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "report_due_working_day", "report_grace_until", "report_late_first", "report_late_second", "report_review_day", "report_soon_working_days", "safeguarding_note", "slug", "starts_on", "tie_fades_after_days") VALUES (NEW."changed_at", NEW."created_at", NEW."digest_check_working_days", NEW."digest_freeze_working_day", NEW."echo_first_months", NEW."echo_second_months", NEW."echo_third_months", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quiet_from", NEW."quiet_until", NEW."report_due_working_day", NEW."report_grace_until", NEW."report_late_first", NEW."report_late_second", NEW."report_review_day", NEW."report_soon_working_days", NEW."safeguarding_note", NEW."slug", NEW."starts_on", NEW."tie_fades_after_days"); RETURN NULL;',
                    hash="e7076cf3b25e6cc440f54a70dd20317ce744ddf6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_27cb6",
                    table="towns_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "digest_check_working_days", "digest_freeze_working_day", "echo_first_months", "echo_second_months", "echo_third_months", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "report_due_working_day", "report_grace_until", "report_late_first", "report_late_second", "report_review_day", "report_soon_working_days", "safeguarding_note", "slug", "starts_on", "tie_fades_after_days") VALUES (NEW."changed_at", NEW."created_at", NEW."digest_check_working_days", NEW."digest_freeze_working_day", NEW."echo_first_months", NEW."echo_second_months", NEW."echo_third_months", NEW."ends_on", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quiet_from", NEW."quiet_until", NEW."report_due_working_day", NEW."report_grace_until", NEW."report_late_first", NEW."report_late_second", NEW."report_review_day", NEW."report_soon_working_days", NEW."safeguarding_note", NEW."slug", NEW."starts_on", NEW."tie_fades_after_days"); RETURN NULL;',
                    hash="a9ca6f48691ecb8e4de4928f4566d4d6e36ec55c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_15178",
                    table="towns_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "towns_programmeevent" ("changed_at", "created_at", "digest_check_working_days", "digest_freeze_working_day", "echo_first_months", "echo_second_months", "echo_third_months", "ends_on", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quiet_from", "quiet_until", "report_due_working_day", "report_grace_until", "report_late_first", "report_late_second", "report_review_day", "report_soon_working_days", "safeguarding_note", "slug", "starts_on", "tie_fades_after_days") VALUES (OLD."changed_at", OLD."created_at", OLD."digest_check_working_days", OLD."digest_freeze_working_day", OLD."echo_first_months", OLD."echo_second_months", OLD."echo_third_months", OLD."ends_on", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quiet_from", OLD."quiet_until", OLD."report_due_working_day", OLD."report_grace_until", OLD."report_late_first", OLD."report_late_second", OLD."report_review_day", OLD."report_soon_working_days", OLD."safeguarding_note", OLD."slug", OLD."starts_on", OLD."tie_fades_after_days"); RETURN NULL;',
                    hash="3dc7b5db26728effd32a541c0f06174f001d06c7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_06189",
                    table="towns_programme",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("echo_first_months__gte", 1),
                    ("echo_second_months__gt", models.F("echo_first_months")),
                    ("echo_third_months__gt", models.F("echo_second_months")),
                    ("echo_third_months__lte", 60),
                ),
                name="programme_echoes_in_their_order",
            ),
        ),
    ]
