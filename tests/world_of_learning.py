"""What is learned in the world of every page: programmes with places, findings, savings."""

from datetime import date
from decimal import Decimal

from engagement import operations as engagement
from engagement.models import Place, Programme
from partnership.models import Group, User

SAID = {
    "summary": "Six days on working together.",
    "for_whom": "People who lead.",
    "contact": "The partnership office",
    "public_places": 5,
    "bursary_fund": Decimal(1000),
    "small_budget": Decimal(500),
    "bursary_criteria": "Those who could not come otherwise.",
    "erase_on": date(2099, 1, 1),
}


def programmes_of(things: dict, users: dict[str, User | None]) -> dict[str, object]:
    """One that is published, with a place for the member and a bursary asked for; a draft; one of the closed group."""
    officer, member = users["officer"], users["member"]
    programme = _published(things["group"], officer, title="A programme")
    engagement.add_day(programme, held_on=date(2020, 1, 1), by=officer)
    place = engagement.apply_for_place(programme, name="The member", sector="public", by=member)
    engagement.ask_for_bursary(
        place, training_budget=Decimal(100), asked=Decimal(50), why="Small.", by=member
    )
    engagement.begin_offering(programme, by=officer)
    return {
        "programme": programme,
        "place": Place.objects.get(pk=place.pk),
        "programme_day": programme.days.get(),
        "draft_programme": engagement.begin_programme(things["group"], title="A draft", by=officer),
        "secret_programme": _published(things["closed"], officer, title="Of the Closed Group"),
    }


def _published(group: Group, officer: User, *, title: str) -> Programme:
    programme = engagement.begin_programme(group, title=title, by=officer)
    engagement.edit_programme(programme, by=officer, **SAID)
    return engagement.publish_programme(programme, by=officer)


def findings_of(things: dict, users: dict[str, User | None]) -> dict[str, object]:
    """What was found by the open group and by the closed one, and what that saved."""
    officer = users["officer"]
    days = {"found_on": date(2020, 1, 1), "expires_on": date(2099, 1, 1), "by": officer}
    finding = engagement.add_finding(
        title="Markets are liked", consultation=things["over_consultation"], is_countywide=True, **days
    )
    secret = engagement.add_finding(
        title="Known to the Closed Group", group=things["closed"], source="X", **days
    )
    saved = {"amount": Decimal(10), "basis": "One leaflet less.", "by": officer}
    return {
        "finding": finding,
        "measure": engagement.add_measure(
            aim="better_engagement", title="Heard", unit="per cent", source="A survey", by=officer
        ),
        "secret_finding": secret,
        "saving": engagement.record_avoided(things["over_consultation"], finding=finding, **saved),
        "secret_saving": engagement.record_avoided(things["secret_consultation"], **saved),
    }
