"""Whether an invitation's letter has left is told by the outbox: the field goes.

Safe on a running portal: the column stays, empty, until no program that still asks for it can run;
the release after this one drops it.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_records"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(
                    model_name="invitation",
                    name="sent_at",
                ),
            ],
        ),
    ]
