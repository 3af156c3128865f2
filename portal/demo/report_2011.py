"""The report to Cabinet of 17 March 2011, section by section, in our own words from the facts of the record."""

TITLE = "Herefordshire Partnership Engagement Framework"
PORTFOLIO_AREA = "Corporate and Customer Services and Human Resources"
WARDS_AFFECTED = "County-wide"

RECOMMENDATION = "That Cabinet approves the draft engagement framework."

TEXTS = {
    "purpose": """
To put before Cabinet, for comment, consideration and approval, a draft engagement framework for Herefordshire that was
developed through the Partnership.
""",
    "introduction": """
In 2010 the Partnership agreed to develop an engagement framework, as one part of a wider development plan.

The framework is to deliver outcomes for local people, and efficiency savings across the partnership.

A joint approach to working with communities supports the locality strategy that is emerging, and the partnership's
structures, which have been streamlined.

How the work is organised, managed and monitored is still to be worked out, in the programmes for organisational
development and for transformation.

It is meant to enable a major shift: towards action and control by communities, and away from dependence on the public
sector.
""",
    "key-considerations": """
Herefordshire Public Services (HPS) and the Partnership have several strategic reviews under way, about engaging
communities and about making better use of resources.

In April 2010 a Local Improvement Adviser was commissioned, by way of the West Midlands Improvement and Efficiency
Partnership. The task is a framework for the whole partnership, with platforms on which resources in the localities are
shared and aligned.

The Interim Third Sector Strategic Board and HPS have reviewed the services that support the third sector. They look for
better coverage through collaboration, and for less duplication.

With parish and town councils the council is working on a charter. It is about better local democracy, more
participation, improved services, and functions devolved under the budget principle of local delivery.

Rising to the Challenge is the transformation programme. Its workstream Communities First develops a locality strategy
with three objectives: better engagement, localised services, empowered communities.

The Localism Bill would decentralise power to communities. The locality strategy is to become the county's localism
plan, and engagement is a key objective of it.

The vision is to work closely with people as partners, and to build empowered communities that are able to take
responsibility for their own wellbeing and to sustain themselves.

The draft sets out what follows from this for the workforce, for devolving decisions, services and budgets, for elected
Members, and for the partnership arrangements of the future.

Reaching the Hearts of Herefordshire is to be developed across the county, with nine locality partnerships. This needs:

- a named senior manager for each locality, as its strategic lead;
- virtual teams, as part of developing locality teams, to work with communities, build capacity and support action;
- a review of how Members are developed;
- the existing resources for consultation and engagement, brought together in the integrated customer and communications
  service.

The approach is tailored to each locality: to its needs, to what works there already, and to the ways that exist of
reaching vulnerable and hard-to-reach people.

Community-led planning is a fundamental means of engagement. It is to be used and supported; devolved or participatory
budgets may follow.

Consultation and engagement that run apart today are to align to the framework, for consistency and for less
duplication. A shared function for intelligence and information will help. Its delivery must be an outcome of the
organisational design project.
""",
    "community-impact": """
A collaborative approach will help communities to have their say, and will lead to local solutions.
""",
    "financial": """
Joining up brings efficiency savings. They are to be found and agreed through the transformation programme.

The senior managers and the virtual teams come from existing resources.
""",
    "risk": """
Knowing the communities is key. It rests on a dialogue with them that is effective and continuous.
""",
    "legal": """
There are none now. A policy framework for devolution will need legal advice.
""",
    "alternatives": """
Staying with arrangements that are not coordinated would achieve neither the savings nor the aims of the strategy.
""",
    "consultees": """
- The Partnership's engagement task group
- The HPS Joint Management Team
- The Herefordshire Partnership Board
""",
    "appendices": """
(a) The draft engagement framework
""",
    "background-papers": """
None identified.
""",
}

# Who cleared the report, and in which words, is not in the record.
CONSULTED = {"finance": "Finance officer (illustrative)", "legal": "Legal officer (illustrative)"}
ADVICE = "Illustrative: the record does not say who was consulted, nor what they said."

ITEM_97 = (
    "In the record this is Cabinet's item 97; the portal counts items and decisions by its own rule. *The words of the "
    "decision are illustrative, and so is how it was reached: the record gives the recommendation, and it is shown as "
    "accepted. Illustrative are also the days on which agenda and report were given out.*"
)

# What the forward plan said of it before.
EXPECTED = (
    "Whether to approve a draft engagement framework for Herefordshire, developed through the Partnership, for how its "
    "partners work with communities.\n\n"
    "*Illustrative: the day of the first notice, its words, and whom to ask. The record does not say whether the "
    "decision was announced beforehand. That it was not a key decision is from the record.*"
)
WHOM_TO_ASK = "Corporate and Customer Services and Human Resources (illustrative)"

STRATEGY_TITLE = "Locality Strategy"
STRATEGY = (
    "Consultation had been through the Partnership and the Herefordshire Association of Local Councils (HALC); "
    "parishes outside HALC were sent the papers by post. Parishes feared responsibilities without support or money. "
    "The county has 134 parish and town councils."
)
STRATEGY_DECISION = "The Locality Strategy is approved. The decision is subject to call-in."
STRATEGY_ALTERNATIVES = (
    "Alternatives were recorded; what they were is not among the facts that are kept here."
)
