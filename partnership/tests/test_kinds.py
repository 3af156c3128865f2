"""Every notice has its kind, its words can stand in a digest, and what nobody may switch off is never offered so."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Engine
from django.template.loader_tags import BlockNode

from partnership.kinds import BY_WHAT, KINDS, kind_of
from partnership.models import Pace

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "notices"
WHATS = sorted(path.name.removesuffix("_subject.txt") for path in TEMPLATES.glob("*_subject.txt"))
# What is sent to nobody through this table would be a typing mistake; what has no line would be told without a choice.
DUTIES = {"login", "called", "asked", "desk", "digest"}


def test_every_notice_has_a_kind_and_every_line_of_the_table_a_notice():
    assert sorted(BY_WHAT) == WHATS
    assert Counter(what for kind in KINDS for what in kind.whats).most_common(1)[0][1] == 1


def test_what_nobody_may_switch_off():
    assert {kind.key for kind in KINDS if not kind.can_be_stopped} == DUTIES
    assert all(kind.default in kind.paces for kind in KINDS)


def test_what_the_table_does_not_know_is_told_at_once():
    assert kind_of("unheard_of").paces == (Pace.AT_ONCE,)


@pytest.mark.parametrize("what", [what for what in WHATS if what not in ("digest", "invited")])
def test_what_it_says_can_stand_in_a_digest(what):
    for end in ("txt", "html"):
        found = Engine.get_default().get_template(f"notices/{what}.{end}").nodelist
        assert "message" in [block.name for block in found.get_nodes_by_type(BlockNode)]


# Lists of a reader's own, told by `tell_many`, which asks for each reader or is given the words.
LISTS_OF_THEIR_OWN = {"actions_due", "actions_overdue"}


@pytest.mark.parametrize("what", sorted(set(WHATS) - LISTS_OF_THEIR_OWN))
def test_its_subject_is_the_same_for_everyone(what):
    """It is rendered once, however many are told."""
    source = (TEMPLATES / f"{what}_subject.txt").read_text()
    assert not re.search(r"{[{%][^}]*\bto\b[^}]*[%}]}", source)
