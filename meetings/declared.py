"""What was declared under an item: interests, and who was elected. In the same words for every door."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from core.templatetags.house import british_date
from meetings.models import AgendaItem, Decision, DeclarationOfInterest, Election, Nomination

Content = dict[str, Any]
COUNTED = {
    Election.Method.SHOW_OF_HANDS: "On a show of hands",
    Election.Method.SECRET_BALLOT: "In a secret ballot",
}


def knowing_what_was_declared(items: QuerySet[AgendaItem]) -> QuerySet[Any]:
    """Each with the interests declared in it and the elections it declared: three queries, however many items."""
    return items.prefetch_related(*_both())


def fetch_what_was_declared(items: list[Any]) -> None:
    """The same for items that are at hand already."""
    prefetch_related_objects(items, *_both())


def content_of(item: Any) -> Content:
    """The part of the minutes about it; nothing where nothing was declared, so that older versions keep their hash."""
    interests = [_interest(each) for each in getattr(item, "declared_interests", [])]
    elections = [_election(each) for each in getattr(item, "declared_elections", [])]
    content: Content = {"declarations": interests} if interests else {}
    return content | ({"elections": elections} if elections else {})


def lines_of(item: Mapping[str, Any]) -> list[str]:
    """The same in plain sentences, for comparing and for search."""
    interests = [f"Declaration of interest: {sentence_of(each)}" for each in item.get("declarations", [])]
    return interests + [" ".join(each["said"]) for each in item.get("elections", [])]


def sentence_of(interest: Mapping[str, str]) -> str:
    """Ann Member, personal interest: trustee of the fund. Left the room."""
    words = interest["words"].rstrip(".")
    return f"{interest['person']}, {interest['nature'].lower()}: {words}. {interest['did']}."


def interests_in_words(declarations: Iterable[DeclarationOfInterest]) -> str:
    """What a decision says of the interests declared in its item, one a line."""
    return "\n".join(sentence_of(_interest(each)) for each in declarations)


def said_of(election: Election) -> list[str]:
    """How the election went, in the sentences of the minutes."""
    winner = election.winner
    if winner is None:
        return []
    office = election.get_office_display()
    nominations = list(election.nominations.all())
    how = " unanimously" if election.is_unanimous else ""
    if election.method == Election.Method.UNOPPOSED and not how:
        how = " unopposed"
    return [
        *(_nominated(each, office) for each in nominations),
        *_counted(election, nominations),
        f"{winner.person} was elected {office}{how}.",
        *_taken_over(election, str(winner.person)),
    ]


def election_of(decision: Decision) -> Content | None:
    """The election that a decision declares, if it declares one. Whoever may read the decision may read it."""
    election = Election.objects.filter(decision=decision).with_nominations().first()
    return _election(election) if election else None


def _both() -> list[Prefetch]:
    interests = DeclarationOfInterest.objects.select_related("person").order_by("pk")
    elections = Election.objects.declared().with_nominations()
    return [
        Prefetch("declarations", interests, to_attr="declared_interests"),
        Prefetch("elections", elections, to_attr="declared_elections"),
    ]


def _interest(declaration: DeclarationOfInterest) -> Content:
    return {
        "person": declaration.person.name,
        "slug": declaration.person.slug,
        "nature": declaration.get_nature_display(),
        "words": declaration.words,
        "did": declaration.what_they_did,
    }


def _election(election: Election) -> Content:
    person = election.winner.person if election.winner else None
    return {
        "office": election.get_office_display(),
        "person": person.name if person else "",
        "slug": person.slug if person else "",
        "ref": election.decision.ref if election.decision else "",
        "said": said_of(election),
    }


def _nominated(nomination: Nomination, office: str) -> str:
    """Who stood, and on whose word; what old records do not say is said to be missing."""
    words = f"{nomination.person} was nominated as {office}"
    withdrew = " and withdrew" if nomination.is_withdrawn else ""
    proposer, seconder = nomination.proposer, nomination.seconder
    if proposer and seconder:
        return (
            f"{words}, proposed by {proposer} and seconded by {seconder}{',' if withdrew else ''}{withdrew}."
        )
    if proposer:
        return f"{words}{withdrew}, proposed by {proposer}; no seconder is recorded."
    if seconder:
        return f"{words}{withdrew}, seconded by {seconder}; no proposer is recorded."
    return f"{words}{withdrew}; who proposed and seconded is not recorded."


def _counted(election: Election, nominations: list[Nomination]) -> list[str]:
    sentences = []
    counts = [(str(each.person), each.votes) for each in nominations if each.votes is not None]
    where = COUNTED.get(Election.Method(election.method), "")
    if counts:
        (first, votes), *others = counts
        parts = [f"{first} had {votes} vote{'' if votes == 1 else 's'}"]
        parts += [f"{name} {count}" for name, count in others]
        words = " and ".join([", ".join(parts[:-1]), parts[-1]]) if others else parts[0]
        if election.abstentions:
            kind = (
                "abstention or spoilt paper" if election.abstentions == 1 else "abstentions or spoilt papers"
            )
            words += f", with {election.abstentions} {kind}"
        sentences.append(f"{where} {words}.")
    elif where:
        sentences.append(f"{where} the votes were not counted.")
    if election.tie_broken_by == Election.TieBreak.LOTS:
        sentences.append("The votes were equal, and lots were drawn.")
    elif election.tie_broken_by:
        sentences.append(f"The votes were equal, and {election.casting_vote_by} gave the casting vote.")
    return sentences


def _taken_over(election: Election, winner: str) -> list[str]:
    """When the winner takes over, and from whom."""
    on, ended = election.takes_office_on, election.ended_term
    if on is None:
        return []
    is_later = election.decision is not None and election.decision.effective_on is not None
    if ended and str(ended.person) == winner:
        return [f"It is another term, from {british_date(on)}."]
    if ended and is_later:
        return [f"{winner} takes office on {british_date(on)}, when the term of {ended.person} ends."]
    if ended:
        return [f"The term of {ended.person} ended that day."]
    return [f"{winner} takes office on {british_date(on)}."] if is_later else []
