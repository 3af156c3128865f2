"""What good practice asked for at a time. Days that are not known for certain say so in what is written about them."""

from datetime import date

from django.db import migrations

RULES = [
    {
        "name": "Code of Practice on Consultation (2004)",
        "source": "Cabinet Office, Code of Practice on Consultation, January 2004",
        "starts_on": date(2004, 4, 1),
        "ends_on": date(2008, 11, 1),
        "minimum_weeks": 12,
        "about": "Consult widely, allowing at least twelve weeks for written consultation at least once.",
    },
    {
        "name": "Code of Practice on Consultation (2008)",
        "source": "HM Government, Code of Practice on Consultation, July 2008",
        "starts_on": date(2008, 11, 1),
        "ends_on": date(2012, 7, 1),
        "minimum_weeks": 12,
        "about": "Consultations should normally last at least twelve weeks, longer where that is sensible. The day in "
        "July 2012 on which other principles took its place is not certain here: it is set to the first.",
    },
    {
        "name": "The Compact",
        "source": "The Compact between government and the voluntary and community sector, and its code on consultation",
        "starts_on": date(2000, 1, 1),
        "ends_on": None,
        "minimum_weeks": 12,
        "about": "Formal written consultation of the sector lasts twelve weeks where that is fitting; a shorter time is "
        "explained. The day on which its code on consultation began is not certain here: it is set to the beginning "
        "of 2000.",
    },
    {
        "name": "Consultation Principles (2012)",
        "source": "Cabinet Office, Consultation Principles, July 2012",
        "starts_on": date(2012, 7, 1),
        "ends_on": date(2018, 3, 1),
        "minimum_weeks": None,
        "about": "The time fits the matter: there is no fixed one. The day within July is not certain here: it is set "
        "to the first.",
    },
    {
        "name": "Consultation Principles (2018)",
        "source": "Cabinet Office, Consultation Principles, March 2018",
        "starts_on": date(2018, 3, 1),
        "ends_on": None,
        "minimum_weeks": None,
        "about": "Consultations last for a proportionate time; too short a time gives nobody the chance to answer well. "
        "The day within March is not certain here: it is set to the first.",
    },
]


def write_rules(apps, schema_editor):
    """Once; what administrators have changed since stays."""
    rule_set = apps.get_model("engagement", "RuleSet")
    for rule in RULES:
        rule_set.objects.get_or_create(name=rule["name"], defaults=rule)


class Migration(migrations.Migration):
    dependencies = [("engagement", "0003_what_came_of_it")]
    operations = [migrations.RunPython(write_rules, migrations.RunPython.noop)]
