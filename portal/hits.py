"""What was found, as the page of search shows it: one function for each kind of thing."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from core.templatetags.house import british_date
from engagement.models import Consultation, Finding, FrameworkSection, Mention, Programme
from funding.models import Agreement, Indicator, Pot
from localities.models import CommunityPlan, Locality, Mechanism
from meetings.forward_plan import expected
from meetings.models import (
    AgendaItem,
    Decision,
    ForwardPlanEntry,
    Meeting,
    PaperText,
    Passage,
    ReportedPassage,
)
from partnership.models import Group, Organisation, PeriodicReport, Person, Topic


@dataclass
class Hit:
    """One thing that was found, as the page shows it."""

    title: str | SafeString
    address: str
    text: str | SafeString = ""
    facts: list[str] = field(default_factory=list)
    is_draft: bool = False
    tag: str = ""


def decision(decision: Decision) -> Hit:
    """A decision, by its number."""
    held_on = british_date(decision.item.meeting.held_on)
    return Hit(
        title=f"Decision {decision.ref}",
        address=decision.get_absolute_url(),
        text=decision.text,
        facts=[decision.group.name, held_on, decision.get_outcome_display()],
        tag="" if decision.is_published else "Not published",
    )


def passage(passage: Passage) -> Hit:
    """What the minutes say on one item."""
    meeting = passage.version.meeting
    return Hit(
        title=f"{passage.item.number}. {passage.title}",
        address=f"{meeting.get_absolute_url()}#item-{passage.item.number}",
        text=passage.text,
        facts=[f"Minutes of the {meeting.group.name}", british_date(meeting.held_on)],
        is_draft=passage.version.is_draft,
    )


def reported(passage: ReportedPassage) -> Hit:
    """What a report of a meeting says on one item."""
    report = passage.version.report
    place = f"#item-{passage.item.number}" if passage.item else ""
    title = f"{passage.item.number}. {passage.title}" if passage.item else passage.title
    return Hit(
        title=title,
        address=f"{report.get_absolute_url()}{place}",
        text=passage.text,
        facts=[
            f"Report by {report.author} to the {report.body.brief}",
            report.meeting.group.name,
            british_date(report.meeting.held_on),
        ],
    )


def entry(entry: ForwardPlanEntry) -> Hit:
    """Something that is expected to be decided."""
    tag = "" if entry.status == ForwardPlanEntry.Status.PUBLISHED else entry.get_status_display()
    facts = [f"Forward plan of the {entry.group.name}", expected(entry)]
    return Hit(entry.title, entry.get_absolute_url(), entry.summary, facts, tag=tag)


def item(item: AgendaItem) -> Hit:
    """An item of an agenda."""
    published = item.meeting.agenda_is_published
    return Hit(
        title=str(item),
        address=item.get_absolute_url(),
        text=item.description,
        facts=[f"Agenda of the {item.meeting.group.name}", british_date(item.meeting.held_on)],
        tag="" if published else "Not published",
    )


def paper(text: PaperText) -> Hit:
    """A paper, with the words around what was looked for."""
    paper, (page, words) = text.paper, text.excerpt or (None, "")
    held_on = [british_date(paper.item.meeting.held_on)] if paper.item else []
    place = [f"page {page}"] if page and text.pages else []
    return Hit(
        title=paper.title,
        address=paper.get_absolute_url(),
        text=words,
        facts=[f"Paper of the {paper.group.name}", *held_on, *place],
        tag="" if paper.is_published else "Not published",
    )


def meeting(meeting: Meeting) -> Hit:
    """A meeting, by its day."""
    return Hit(
        title=f"{meeting.title}, {british_date(meeting.held_on)}",
        address=meeting.get_absolute_url(),
        text=meeting.place,
        facts=[meeting.state],
    )


def group(group: Group) -> Hit:
    """A group, by its name."""
    closed = [f"ended on {british_date(group.closed_on)}"] if group.closed_on else []
    facts = [group.get_kind_display(), *closed]
    return Hit(group.name, group.get_absolute_url(), group.terms_of_reference, facts)


def person(person: Person) -> Hit:
    """Somebody, with what they do."""
    facts = [
        words for words in (person.role, person.organisation.name if person.organisation else "") if words
    ]
    return Hit(person.name, person.get_absolute_url(), "", facts)


def organisation(organisation: Organisation) -> Hit:
    """An organisation, with its sector."""
    facts = [f"{organisation.get_sector_display()} sector"]
    return Hit(organisation.name, organisation.get_absolute_url(), organisation.about, facts)


def topic(topic: Topic) -> Hit:
    """A topic, by its name."""
    return Hit(topic.name, topic.get_absolute_url(), topic.about)


def periodic_report(report: PeriodicReport) -> Hit:
    """A regular report, by what it says first."""
    facts = [f"Regular report, as of {british_date(report.as_of)}", report.origin]
    for_whom = "" if report.audience == PeriodicReport.Audience.EVERYONE else report.get_audience_display()
    return Hit(report.title, report.get_absolute_url(), report.lead, facts, tag=for_whom)


def pot(pot: Pot) -> Hit:
    """Money received for one purpose."""
    facts = [f"Money from {pot.funder}", f"decided on by the {pot.group}", f"held by {pot.accountable_body}"]
    return Hit(
        pot.name,
        pot.get_absolute_url(),
        pot.purpose,
        facts,
        tag="" if pot.is_published else "Not published",
    )


def agreement(agreement: Agreement) -> Hit:
    """What partners and the Government promised."""
    facts = [f"From {british_date(agreement.starts_on)}", f"the {agreement.group} answers for it"]
    return Hit(agreement.name, agreement.get_absolute_url(), agreement.about, facts)


def indicator(indicator: Indicator) -> Hit:
    """A figure by which an outcome is known."""
    facts = [indicator.agreement.name, f"Counted in {indicator.unit}", indicator.get_better_display()]
    tag = "Illustrative" if indicator.illustrative else ""
    return Hit(indicator.name, indicator.get_absolute_url(), indicator.outcome.name, facts, tag=tag)


def locality(place: Locality) -> Hit:
    """One of the places that the partnership works in."""
    return Hit(title=place.name, address=place.get_absolute_url(), text=place.approach)


def mechanism(mechanism: Mechanism) -> Hit:
    """A way of reaching people, and whether it works."""
    facts = [mechanism.locality.name, mechanism.owner.name, mechanism.get_verdict_display()]
    return Hit(title=mechanism.name, address=mechanism.get_absolute_url(), text=mechanism.about, facts=facts)


def plan(plan: CommunityPlan) -> Hit:
    """A plan that a parish or a community made for itself."""
    state = f"Adopted on {british_date(plan.adopted_on)}" if plan.is_adopted else "In preparation"
    facts = [plan.get_kind_display(), plan.locality.name, state]
    return Hit(title=plan.name, address=plan.get_absolute_url(), text=plan.about, facts=facts)


def consultation(consultation: Consultation) -> Hit:
    """What people are asked, with its days."""
    days = f"{british_date(consultation.opens_on)} to {british_date(consultation.closes_on)}"
    facts = [f"Consultation of the {consultation.group.name}", days]
    return Hit(
        consultation.title,
        consultation.get_absolute_url(),
        consultation.summary,
        facts,
        tag=consultation.status.label,
    )


def mention(mention: Mention) -> Hit:
    """What minutes name, and the record knows no more of."""
    meeting = mention.item.meeting
    facts = [f"Named by the {meeting.group.name}", british_date(meeting.held_on)]
    return Hit(mention.title, mention.get_absolute_url(), mention.note, facts, tag="Known from minutes only")


def finding(finding: Finding) -> Hit:
    """What was learned, from where, and until when it is to be relied on."""
    source = finding.consultation.title if finding.consultation else finding.source
    facts = [f"From {source}", f"To rely on until {british_date(finding.expires_on)}"]
    return Hit(finding.title, finding.get_absolute_url(), finding.text, facts)


def programme(programme: Programme) -> Hit:
    """Training that is offered."""
    facts = [f"Programme of the {programme.group.name}"]
    return Hit(programme.title, programme.get_absolute_url(), programme.summary, facts)


def framework_section(section: FrameworkSection) -> Hit:
    """What the engagement framework says under one heading."""
    version = section.version
    return Hit(
        section.heading,
        f"{version.get_absolute_url()}#{section.anchor}",
        section.text,
        [f"Version {version.number} of “{version.title}”", version.get_state_display()],
        is_draft=version.is_draft,
    )
