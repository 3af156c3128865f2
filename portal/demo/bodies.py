"""The organisations, people, groups and topics that the record of 2007 names."""

from datetime import date

from partnership import operations as partnership
from partnership.models import Group, Organisation, Person, Topic, User

Sector = Organisation.Sector

ORGANISATIONS = [
    ("Herefordshire Council", "", Sector.PUBLIC, "The accountable body of the Local Area Agreement."),
    (
        "Herefordshire Partnership",
        "",
        Sector.PUBLIC,
        "Brings the public, private and voluntary sectors of the county together. Its Community Strategy was launched "
        "in June 2006 and has four themes.",
    ),
    ("Primary Care Trust", "PCT", Sector.PUBLIC, ""),
    ("Government Office for the West Midlands", "GOWM", Sector.PUBLIC, ""),
    (
        "Voluntary Sector Assembly",
        "VSA",
        Sector.VOLUNTARY,
        "Brings voluntary organisations together and sends their representative to the Chief Executives Group.",
    ),
    (
        "Herefordshire Infrastructure Consortium",
        "HIC",
        Sector.VOLUNTARY,
        "Coordinates and improves front-line support to voluntary organisations and community groups.",
    ),
]

# name, organisation, role; empty where the record does not say
PEOPLE = [
    ("Richard Quallington", "Voluntary Sector Assembly", "Representative on the Chief Executives Group"),
    ("Magda Prail", "Herefordshire Infrastructure Consortium", "Chair"),
    ("Philippa Lydford", "Herefordshire Partnership", "Contact for the programme with Common Purpose"),
    ("Neil Pringle", "", ""),
    ("Sharon Gray", "", ""),
    ("Mark Turner", "", ""),
]

TOPICS = [
    (
        "Local Area Agreement",
        "The agreement between the county's partners and the government about shared targets, and the money that goes "
        "with it. The first carried 124 targets.",
    ),
    (
        "Voluntary sector engagement",
        "The part of the voluntary and community sector in shaping and delivering plans.",
    ),
    ("Public Service Trust", "Bringing functions of the council and the Primary Care Trust together."),
    ("Herefordshire Connects", "The council's programme of change in how it delivers its services."),
    ("Compact", "The understanding between public bodies and the voluntary and community sector."),
]

ILLUSTRATIVE_RULES = (
    "*Illustrative: the record does not give this group's rules on notice, quorum, voting and interests; the "
    "demonstration uses the portal's usual ones.*"
)


def make_organisations(by: User) -> dict[str, Organisation]:
    return {
        name: partnership.add_organisation(name=name, short_name=short, sector=sector, about=about, by=by)
        for name, short, sector, about in ORGANISATIONS
    }


def make_people(organisations: dict[str, Organisation], by: User) -> dict[str, Person]:
    return {
        name: partnership.add_person(
            name=name, organisation=organisations.get(organisation), role=role, by=by
        )
        for name, organisation, role in PEOPLE
    }


def make_topics(by: User) -> dict[str, Topic]:
    return {name: partnership.add_topic(name=name, about=about, by=by) for name, about in TOPICS}


def make_groups(by: User) -> dict[str, Group]:
    board = partnership.add_group(
        name="Herefordshire Partnership Board",
        prefix="HPB",
        kind=Group.Kind.BOARD,
        terms_of_reference=f"Leads the Partnership's policy.\n\n{ILLUSTRATIVE_RULES}",
        by=by,
    )
    chief_executives = partnership.add_group(
        name="Chief Executives Group",
        prefix="CEG",
        kind=Group.Kind.EXECUTIVE,
        terms_of_reference=(
            "Leads and manages the operational functions of the Herefordshire Partnership, among them the Community "
            "Strategy and the Local Area Agreement (LAA). It turns policy into action through the organisations of "
            f"its members. The chair moves round the partners regularly.\n\n{ILLUSTRATIVE_RULES} "
            "*So are the days on which agenda, decisions and draft minutes were given out.*"
        ),
        # The record shows a report of the meeting before the minutes were approved, so its draft was read outside.
        draft_minutes=Group.DraftMinutes.AS_DRAFT,
        by=by,
    )
    monitoring = partnership.add_group(
        name="Performance Monitoring Group",
        prefix="PMG",
        kind=Group.Kind.SCRUTINY,
        terms_of_reference=f"Watches the key indicators.\n\n{ILLUSTRATIVE_RULES}",
        by=by,
    )
    trust = partnership.add_group(
        name="Public Service Trust working group",
        prefix="PST",
        kind=Group.Kind.WORKING,
        terms_of_reference=(
            "Prepares the next stage of the Public Service Trust. Other sectors are to have places on it, the "
            "voluntary and community sector among them.\n\n*Illustrative: the record speaks of several working "
            "groups, and gives neither their number nor their names.*"
        ),
        by=by,
    )
    return {"board": board, "chief executives": chief_executives, "monitoring": monitoring, "trust": trust}


def make_places(
    groups: dict[str, Group], people: dict[str, Person], organisations: dict[str, Organisation], by: User
) -> None:
    """Who belongs to the Chief Executives Group, as far as the record names them; nothing is known of before."""
    group = groups["chief executives"]
    first_known_day = date(2007, 2, 1)
    assembly = organisations["Voluntary Sector Assembly"]

    for name in ["Neil Pringle", "Sharon Gray", "Mark Turner"]:
        partnership.add_membership(
            group, person=people[name], starts_on=first_known_day, began_earlier=True, by=by
        )
    representative = people["Richard Quallington"]
    partnership.add_membership(
        group,
        person=representative,
        organisation=assembly,
        starts_on=first_known_day,
        began_earlier=True,
        by=by,
    )
    seat = partnership.add_seat(group, title="Voluntary Sector Assembly", nominated_by=assembly, by=by)
    partnership.fill_seat(
        seat,
        person=representative,
        starts_on=first_known_day,
        began_earlier=True,
        mandate="Representative of the Assembly; the length of the mandate is not in the record",
        by=by,
    )
    partnership.appoint_to_office(
        group, "chair", person=people["Neil Pringle"], starts_on=first_known_day, began_earlier=True, by=by
    )
    for number in ["first", "second"]:
        partnership.add_seat(
            groups["trust"],
            title=f"Voluntary and community sector, {number} place (illustrative)",
            nominated_by=assembly,
            by=by,
        )
