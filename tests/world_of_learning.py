"""What is learned in the world of every page: programmes with places."""

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
