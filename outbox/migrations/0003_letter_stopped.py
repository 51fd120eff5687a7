"""The office finds letters that stopped, however many have left.

Safe on a running portal: the table is short while the portal is young, and senders that meet the
lock of a second go on after it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0002_mail_reports"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("state__in", ["failed", "aside", "suppressed"])),
                fields=["-promised_at", "-id"],
                name="letter_stopped",
            ),
        ),
    ]
