"""The digest of the sector: for one representative, everything since the last one that concerns the sector.

What needs an answer stands first, then what was decided, then money, then the rest. It is made when something has
happened since the last digest ended; then it says what waits, too. Of what is closed to the public only its number is
told, never its words: a digest goes out by email.
"""

from core.statements import Part, Statement
from partnership.models import User
from partnership.periodic_reports import Asked, Audience, ReportKind
from partnership.spans import Rhythm
from portal.digest import answers, consultations, decisions, money, people
from portal.sector import NAME, concern_of

# More than these are nothing to be read in a letter; the registers have all.
MOST = 200


def gathered(asked: Asked) -> Statement | None:
    """What concerns the sector from the moment on at which the last digest ended; None where nothing happened."""
    user = asked.sees
    assert isinstance(user, User)
    concern = concern_of(user)
    happened = [
        ("Decisions that concern the sector", decisions.of(concern, asked)),
        ("Money", money.of(concern, asked)),
        ("Seats", people.seats(concern, asked)),
        ("Consultations", consultations.of(concern, asked)),
        ("What representatives reported", people.reports(concern, asked)),
    ]
    if not any(entries for _, entries in happened):
        return None
    waits = answers.of(concern, asked)
    vacant = people.vacant(concern)
    parts = [_part("What needs an answer from you", waits)]
    for heading, entries in happened:
        told = [*entries, *vacant] if heading == "Seats" else entries
        parts.append(_part(heading, told))
    return Statement(_lead(len(waits), happened), [part for part in parts if part.entries], NOTES)


NOTES = (
    "It holds what became known to you from the first moment of its time on, and before the last; the next digest "
    "begins there.",
    "It concerns the sector if a group decided it in which the sector sits, if an officer marked it, or if you follow "
    "the group, the topic or the locality.",
    "Of what is not open to the public it says only that it is there. Sign in to read it.",
)


def _part(heading: str, entries: list) -> Part:
    more = len(entries) - MOST
    text = [f"The first {MOST} of {len(entries):,}. The registers have all."] if more > 0 else []
    return Part(heading, text=text, entries=tuple(entries[:MOST]))


def _lead(waiting: int, happened: list) -> str:
    """ "2 things need an answer from you. New: 3 decisions, 1 movement of money."."""
    words = {
        "Decisions that concern the sector": ("decision", "decisions"),
        "Money": ("piece of news about money", "pieces of news about money"),
        "Seats": ("change of seats", "changes of seats"),
        "Consultations": ("step of a consultation", "steps of consultations"),
        "What representatives reported": ("report of a representative", "reports of representatives"),
    }
    new = [f"{len(entries)} {words[name][len(entries) != 1]}" for name, entries in happened if entries]
    first = (
        f"{waiting} thing{' needs' if waiting == 1 else 's need'} an answer from you. "
        if waiting
        else "Nothing needs an answer from you. "
    )
    listed = " and ".join(filter(None, [", ".join(new[:-1]), new[-1]]))
    return f"{first}New for the {NAME}: {listed}."


DIGEST = ReportKind(
    name="sector_digest",
    label="Digest for the sector",
    tells="Everything since the last one that concerns the voluntary and community sector, for its representatives.",
    rhythm=Rhythm.WEEK,
    make=gathered,
    audiences=(Audience.READER,),
    goes_on=True,
    notice="sector_digest_made",
)
