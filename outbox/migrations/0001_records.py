"""The tables of `outbox`, with their constraints and triggers."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.db import migrations, models

import kit.triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("message_id", models.CharField(max_length=200, unique=True)),
                (
                    "person",
                    models.BigIntegerField(
                        help_text="The person's number, if it is one.", null=True
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        blank=True, help_text="Empty until it is written.", max_length=254
                    ),
                ),
                (
                    "lane",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "URGENT"), (1, "MAIL"), (2, "BULK")]
                    ),
                ),
                ("is_routine", models.BooleanField(default=False)),
                (
                    "day",
                    models.DateField(
                        help_text="Of a routine letter: the day it counts for.", null=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "Waiting"),
                            ("leased", "Being sent"),
                            ("data_open", "Handed to the mail server, answer awaited"),
                            ("accepted", "Sent"),
                            ("failed", "Refused"),
                            ("aside", "Set aside"),
                            ("not_needed", "Not needed any more"),
                            ("expired", "Too late"),
                            ("suppressed", "Address cannot be reached"),
                        ],
                        default="ready",
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="Why it ended as it did.", max_length=500
                    ),
                ),
                ("promised_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("useful_until", models.DateTimeField(null=True)),
                (
                    "is_composed",
                    models.BooleanField(
                        default=True,
                        help_text="Its words are made of its notices at the moment of sending.",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                (
                    "html",
                    models.TextField(blank=True, help_text="Only where another program wrote it."),
                ),
                ("footer", models.TextField(blank=True)),
                (
                    "written_at",
                    models.DateTimeField(
                        help_text="Its Date, the same at each attempt.", null=True
                    ),
                ),
                ("lease_token", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                (
                    "crashes",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Senders that died with it."
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("data_opened_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "bounced_at",
                    models.DateTimeField(help_text="Reported later; it stays accepted.", null=True),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "ready")),
                        fields=["lane", "not_before", "id"],
                        name="letter_due",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["leased", "data_open"])),
                        fields=["lease_until"],
                        name="letter_leased",
                    ),
                    models.Index(fields=["-promised_at", "-id"], name="letter_newest"),
                    models.Index(fields=["person", "-promised_at"], name="letter_of_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease_token__isnull", False),
                                ("lease_until__isnull", False),
                                ("state__in", ["leased", "data_open"]),
                            ),
                            models.Q(
                                models.Q(("state__in", ["leased", "data_open"]), _negated=True),
                                ("lease_token", None),
                                ("lease_until", None),
                            ),
                            _connector="OR",
                        ),
                        name="letter_leased_by_somebody_until_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", False), ("state", "accepted")),
                            models.Q(
                                models.Q(("state", "accepted"), _negated=True),
                                ("accepted_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="letter_accepted_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "data_open"), _negated=True),
                            models.Q(
                                ("data_opened_at__isnull", False),
                                models.Q(("to", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="letter_open_since_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("day", None), ("is_routine", False)),
                            models.Q(
                                ("day__isnull", False),
                                ("is_routine", True),
                                ("person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="routine_letters_are_of_a_person_and_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("is_routine", True),
                            ("state__in", ["ready", "leased", "data_open", "accepted"]),
                        ),
                        fields=("person", "day"),
                        name="one_routine_letter_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("is_routine", True), ("state__in", ["ready", "leased", "data_open"])
                        ),
                        fields=("person",),
                        name="one_routine_letter_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "phase",
                    models.CharField(
                        help_text="How far it came: see `delivery.smtp`.", max_length=10
                    ),
                ),
                (
                    "code",
                    models.PositiveSmallIntegerField(
                        help_text="The mail server's answer.", null=True
                    ),
                ),
                ("reply", models.CharField(blank=True, max_length=500)),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="outbox.letter",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["letter", "at"], name="attempt_letter_at")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="attempts_stay",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="c6b392c4a725e2459abf5015b5f5630bd2fc4324",
                            operation="UPDATE",
                            pgid="pgtrigger_attempts_stay_a300c",
                            table="outbox_attempt",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(help_text='As "reflections/due_soon".', max_length=60)),
                (
                    "person",
                    models.BigIntegerField(
                        help_text="The person's number, if it is one.", null=True
                    ),
                ),
                (
                    "about",
                    models.CharField(help_text='As "reflections.report:12".', max_length=120),
                ),
                (
                    "occasion",
                    models.CharField(help_text='Which time, as "2026-10".', max_length=120),
                ),
                (
                    "to",
                    models.CharField(
                        blank=True, help_text="Where it goes, if not their own.", max_length=254
                    ),
                ),
                (
                    "facts",
                    models.JSONField(
                        default=dict, help_text="Keys and numbers, never what was written."
                    ),
                ),
                ("promised_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("useful_until", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("held", "Held for a person to look at"),
                            ("bundled", "In a letter"),
                            ("told", "Sent"),
                            ("not_needed", "Not needed any more"),
                            ("expired", "Too late"),
                            ("failed", "Could not be sent"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="outbox.letter",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["person", "not_before"],
                        name="notice_waiting",
                    ),
                    models.Index(fields=["kind", "-promised_at"], name="notice_kind"),
                    models.Index(fields=["about"], name="notice_about"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "person", "about", "occasion"),
                        name="told_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["bundled", "told"]), _negated=True),
                            ("letter__isnull", False),
                            _connector="OR",
                        ),
                        name="notice_told_by_a_letter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("letter", None), ("state__in", ["waiting", "held"])),
                            models.Q(("state__in", ["waiting", "held"]), _negated=True),
                            _connector="OR",
                        ),
                        name="notice_waits_without_letter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at", None), ("state__in", ["waiting", "held", "bundled"])
                            ),
                            ("settled_at__isnull", False),
                            _connector="OR",
                        ),
                        name="notice_settled_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["not_needed", "expired", "failed"]), _negated=True
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="notice_not_told_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lane",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "URGENT"), (1, "MAIL"), (2, "BULK")],
                        help_text="None: all lanes.",
                        null=True,
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                ("began_at", models.DateTimeField()),
                ("began_by", models.BigIntegerField(help_text="The user's number.", null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(help_text="The user's number.", null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("lane",),
                        name="one_pause_a_lane",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            ("ended_at__gte", models.F("began_at")),
                            _connector="OR",
                        ),
                        name="pause_ends_after_it_began",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "outbox_pauseevent" ("began_at", "began_by", "ended_at", "ended_by", "id", "lane", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "why") VALUES (NEW."began_at", NEW."began_by", NEW."ended_at", NEW."ended_by", NEW."id", NEW."lane", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."why"); RETURN NULL;',
                            hash="7085907d0d7638250ab68c25160f3aef550b10b1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_24e98",
                            table="outbox_pause",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "outbox_pauseevent" ("began_at", "began_by", "ended_at", "ended_by", "id", "lane", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "why") VALUES (NEW."began_at", NEW."began_by", NEW."ended_at", NEW."ended_by", NEW."id", NEW."lane", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."why"); RETURN NULL;',
                            hash="2c668775aa9aebf3fed3e2fe993eaf7090bf83cd",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e2443",
                            table="outbox_pause",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "outbox_pauseevent" ("began_at", "began_by", "ended_at", "ended_by", "id", "lane", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "why") VALUES (OLD."began_at", OLD."began_by", OLD."ended_at", OLD."ended_by", OLD."id", OLD."lane", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."why"); RETURN NULL;',
                            hash="928fa766b2e55f2347647196b0a8e4ce7e944138",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_84f6b",
                            table="outbox_pause",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PauseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "lane",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "URGENT"), (1, "MAIL"), (2, "BULK")],
                        help_text="None: all lanes.",
                        null=True,
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                ("began_at", models.DateTimeField()),
                ("began_by", models.BigIntegerField(help_text="The user's number.", null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(help_text="The user's number.", null=True)),
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
                        to="outbox.pause",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="aa6ff5a28488e0e1a428f64d140b7f2f8c46ef11",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_cbd0c",
                            table="outbox_pauseevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.BigIntegerField(help_text="The person's number.", unique=True)),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("all", "What I owe, and what is new"),
                            ("owed", "Only what I owe"),
                            ("duty", "Only what I must have"),
                        ],
                        default="all",
                        max_length=5,
                    ),
                ),
                ("chosen_at", models.DateTimeField()),
            ],
            options={
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "outbox_preferenceevent" ("choice", "chosen_at", "id", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."choice", NEW."chosen_at", NEW."id", NEW."person", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="17a920078da68995f955497f82c6663b8a6f0481",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c0231",
                            table="outbox_preference",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "outbox_preferenceevent" ("choice", "chosen_at", "id", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."choice", NEW."chosen_at", NEW."id", NEW."person", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="ba4423ca45d7c2319b7308112680c68e78b1b7ff",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2bb3c",
                            table="outbox_preference",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "outbox_preferenceevent" ("choice", "chosen_at", "id", "person", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."choice", OLD."chosen_at", OLD."id", OLD."person", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="3a1b1c3fe1179164e2655076534bf4295b8680d5",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_fedfe",
                            table="outbox_preference",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PreferenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("person", models.BigIntegerField(help_text="The person's number.")),
                (
                    "choice",
                    models.CharField(
                        choices=[
                            ("all", "What I owe, and what is new"),
                            ("owed", "Only what I owe"),
                            ("duty", "Only what I must have"),
                        ],
                        default="all",
                        max_length=5,
                    ),
                ),
                ("chosen_at", models.DateTimeField()),
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
                        to="outbox.preference",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d7efa0c701af82b25f771da4664a2d62d005dc3f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_61ec3",
                            table="outbox_preferenceevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("job", models.CharField(max_length=80, unique=True)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                (
                    "failure",
                    models.CharField(
                        blank=True, help_text="The fault's name only.", max_length=120
                    ),
                ),
                ("figures", models.JSONField(default=dict, help_text="Counts by name.")),
            ],
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(help_text="In lower case.", max_length=254)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounce", "The address does not exist"),
                            ("complaint", "The reader called our letters unwanted"),
                            ("by_hand", "Stopped by the Programme Team"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "evidence",
                    models.CharField(blank=True, help_text="What the server said.", max_length=500),
                ),
                ("since", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.BigIntegerField(help_text="The user's number.", null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("email",),
                        name="address_suppressed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="suppressed_address_in_lower_case",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "outbox_suppressionevent" ("email", "evidence", "id", "lifted_at", "lifted_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since") VALUES (NEW."email", NEW."evidence", NEW."id", NEW."lifted_at", NEW."lifted_by", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."since"); RETURN NULL;',
                            hash="3ccd14aa5674d77f5bef3cda3ffdc3079e00352e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_03378",
                            table="outbox_suppression",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "outbox_suppressionevent" ("email", "evidence", "id", "lifted_at", "lifted_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since") VALUES (NEW."email", NEW."evidence", NEW."id", NEW."lifted_at", NEW."lifted_by", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."since"); RETURN NULL;',
                            hash="659aa5cfd65ef4eacb898bbd8ad8774356f18d42",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_edb2d",
                            table="outbox_suppression",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "outbox_suppressionevent" ("email", "evidence", "id", "lifted_at", "lifted_by", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "since") VALUES (OLD."email", OLD."evidence", OLD."id", OLD."lifted_at", OLD."lifted_by", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."since"); RETURN NULL;',
                            hash="8f98f070dc9653aab656218bbf9d917d03831154",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e2d70",
                            table="outbox_suppression",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuppressionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("email", models.EmailField(help_text="In lower case.", max_length=254)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounce", "The address does not exist"),
                            ("complaint", "The reader called our letters unwanted"),
                            ("by_hand", "Stopped by the Programme Team"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "evidence",
                    models.CharField(blank=True, help_text="What the server said.", max_length=500),
                ),
                ("since", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.BigIntegerField(help_text="The user's number.", null=True)),
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
                        to="outbox.suppression",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="a7edda7368d158c0cbc7dc348c5e6eba5c70a82f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_28b24",
                            table="outbox_suppressionevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("environment", models.CharField(max_length=60)),
                ("system_identifier", models.CharField(max_length=30)),
                ("timeline", models.BigIntegerField()),
                (
                    "database_oid",
                    models.BigIntegerField(help_text="PostgreSQL's number of the database."),
                ),
                ("armed_at", models.DateTimeField()),
                (
                    "armed_by",
                    models.CharField(help_text="Who armed it, as they said.", max_length=120),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_installation")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "outbox_installationevent" ("armed_at", "armed_by", "database_oid", "environment", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "system_identifier", "timeline") VALUES (NEW."armed_at", NEW."armed_by", NEW."database_oid", NEW."environment", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."system_identifier", NEW."timeline"); RETURN NULL;',
                            hash="9bae0ea960269248bfb3f2db22f3993876e1d21a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d58b3",
                            table="outbox_installation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "outbox_installationevent" ("armed_at", "armed_by", "database_oid", "environment", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "system_identifier", "timeline") VALUES (NEW."armed_at", NEW."armed_by", NEW."database_oid", NEW."environment", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."system_identifier", NEW."timeline"); RETURN NULL;',
                            hash="772e52dd5146ae958d6f10df5ee89a462350a0b4",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_376d4",
                            table="outbox_installation",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "outbox_installationevent" ("armed_at", "armed_by", "database_oid", "environment", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "system_identifier", "timeline") VALUES (OLD."armed_at", OLD."armed_by", OLD."database_oid", OLD."environment", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."system_identifier", OLD."timeline"); RETURN NULL;',
                            hash="40e470e298a5620a0b16074b21e0ce89cfeba9ac",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_e5611",
                            table="outbox_installation",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstallationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("environment", models.CharField(max_length=60)),
                ("system_identifier", models.CharField(max_length=30)),
                ("timeline", models.BigIntegerField()),
                (
                    "database_oid",
                    models.BigIntegerField(help_text="PostgreSQL's number of the database."),
                ),
                ("armed_at", models.DateTimeField()),
                (
                    "armed_by",
                    models.CharField(help_text="Who armed it, as they said.", max_length=120),
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
                        to="outbox.installation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="04058734120631c6752686ae2a7756f3eb17201c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_5b379",
                            table="outbox_installationevent",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        kit.triggers.InstallTriggers(),
    ]
