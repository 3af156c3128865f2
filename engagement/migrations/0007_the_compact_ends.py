"""The Compact was in force until the Civil Society Covenant took its place; no end was known before."""

from datetime import date

from django.db import migrations

# The day on which the Government published the Covenant.
ENDED_ON = date(2025, 7, 17)
ADDED = " It ended on 17 July 2025, when the Civil Society Covenant took its place; that one names no time."


def end_the_compact(apps, schema_editor):
    """Unless an administrator has given it an end meanwhile."""
    for rules in apps.get_model("engagement", "RuleSet").objects.filter(name="The Compact", ends_on=None):
        rules.ends_on, rules.about = ENDED_ON, rules.about + ADDED
        rules.save(update_fields=["ends_on", "about"])


class Migration(migrations.Migration):
    dependencies = [("engagement", "0006_known_from_the_record")]
    operations = [migrations.RunPython(end_the_compact, migrations.RunPython.noop)]
