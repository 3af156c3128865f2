"""Which sections the reports to a body begin with."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from core import history
from core.refusals import Refused
from meetings.models import ReportTemplate, TemplateSection
from meetings.models.report_templates import USUAL_SECTIONS
from partnership.models import Group, User

MOST_SECTIONS = 40
SHAPE = ("key", "heading", "guidance", "is_numbered", "is_required")


def sections_for(group: Group) -> list[dict[str, Any]]:
    """The sections a report to this body begins with: its own template's, or the usual ones."""
    own = TemplateSection.objects.filter(template__group=group).order_by("position")
    return [{name: getattr(each, name) for name in SHAPE} for each in own] or [
        dict(each) for each in USUAL_SECTIONS
    ]


@transaction.atomic
def set_report_template(
    group: Group, *, sections: Iterable[Mapping[str, Any]], by: User | None, reason: str = ""
) -> ReportTemplate:
    """Say which sections reports to a body begin with from now on. Reports that have begun keep theirs."""
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    sections = [dict(each) for each in sections]

    keys = [each["key"] for each in sections]
    if missing := [key for key in TemplateSection.OF_EVERY_REPORT if key not in keys]:
        raise Refused(
            f"Every report has these sections: {', '.join(missing)}. They may be moved and renamed."
        )
    if len(sections) > MOST_SECTIONS:
        raise Refused(f"A report can have {MOST_SECTIONS} sections at most.")
    headings = [each["heading"].strip().lower() for each in sections]
    if len(set(headings)) < len(headings):
        raise Refused("Two sections have the same heading.")

    before = _in_words(sections_for(group))
    template, _ = ReportTemplate.objects.get_or_create(group=group)
    template.sections.all().delete()
    for position, each in enumerate(sections, start=1):
        section = TemplateSection(template=template, position=position, **each)
        history.check(section)
        section.save()

    after = _in_words(sections)
    if before != after:
        history.record(template, "edited", by=by, reason=reason, changes={"sections": [before, after]})
    return template


def _in_words(sections: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each section with what sets it apart, for the history."""
    marks = {"is_numbered": "numbered", "is_required": "required"}
    lines = []
    for each in sections:
        said = [word for name, word in marks.items() if each[name]]
        lines.append(f"{each['heading']} ({', '.join(said)})" if said else each["heading"])
    return lines
