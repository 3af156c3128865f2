"""Which sections the reports to a body have."""

from django.db import models
from django.db.models import Q


class ReportTemplate(models.Model):
    """The sections of reports to one deciding body, in their order. A body without one uses the usual sections."""

    group = models.OneToOneField(
        "partnership.Group", on_delete=models.PROTECT, related_name="report_template"
    )

    def __str__(self) -> str:
        return f"Template of reports to the {self.group}"


class SectionShape(models.Model):
    """What a template and a report say about one section: where it stands, what it is called, what belongs there."""

    # These three are drawn in a way of their own, so every report has them, under whatever heading.
    PURPOSE, KEY_DECISION, RECOMMENDATIONS = "purpose", "key-decision", "recommendations"
    OF_EVERY_REPORT = (PURPOSE, KEY_DECISION, RECOMMENDATIONS)

    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    heading = models.CharField(max_length=120)
    guidance = models.CharField("what belongs here", max_length=500, blank=True)
    is_numbered = models.BooleanField("its paragraphs are numbered", default=True)
    is_required = models.BooleanField("must be filled in", default=False)

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return self.heading

    @property
    def is_of_every_report(self) -> bool:
        return self.key in self.OF_EVERY_REPORT


class TemplateSection(SectionShape):
    """One section that reports to a body begin with. Reports that have begun keep the sections they began with."""

    template = models.ForeignKey(ReportTemplate, on_delete=models.CASCADE, related_name="sections")

    class Meta(SectionShape.Meta):
        ordering = ["template", "position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "key"], name="template_section_once_in_a_template"),
            models.UniqueConstraint(
                fields=["template", "position"],
                name="template_section_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=~Q(heading=""), name="template_section_has_a_heading"),
        ]


def _shape(
    key: str, heading: str, guidance: str, *, numbered: bool = False, required: bool = False
) -> dict[str, str | bool]:
    return {
        "key": key,
        "heading": heading,
        "guidance": guidance,
        "is_numbered": numbered,
        "is_required": required,
    }


# What a body's reports have as long as nobody has chosen other sections for it.
USUAL_SECTIONS = [
    _shape("purpose", "Purpose", "What the body is asked to do, in one or two sentences.", required=True),
    _shape(
        "key-decision",
        "Key decision",
        "Whether this is a key decision, and why: it costs or saves a great deal, or many communities feel it.",
    ),
    _shape(
        "recommendations",
        "Recommendations",
        "What the body is asked to agree, in the words of the decision.",
        required=True,
    ),
    _shape("introduction", "Introduction and background", "How this has come about."),
    _shape(
        "key-considerations",
        "Key considerations",
        "What the body needs to weigh, point by point.",
        numbered=True,
        required=True,
    ),
    _shape(
        "community-impact", "Community impact", "What changes for people and for communities.", numbered=True
    ),
    _shape(
        "financial",
        "Financial implications",
        "What it costs or saves, and where the money comes from. Say so where there is nothing.",
        numbered=True,
        required=True,
    ),
    _shape(
        "risk",
        "Risk management",
        "What may go wrong with it and without it, and what is done about that.",
        numbered=True,
    ),
    _shape(
        "legal",
        "Legal implications",
        "Duties and powers. Say so where there are none.",
        numbered=True,
        required=True,
    ),
    _shape(
        "alternatives",
        "Alternative options",
        "What else could be done, doing nothing among it, and why not.",
        numbered=True,
    ),
    _shape("consultees", "Consultees", "Who was asked, and what they said."),
    _shape("appendices", "Appendices", "What is attached, one a line."),
    _shape(
        "background-papers",
        "Background papers",
        "What the report relies on and does not contain; “None identified” where there is nothing.",
    ),
]
