"""Proposals as the tests ask for them, and what they are told."""

from decimal import Decimal

import pytest
from django.db import transaction

from core.refusals import Refused
from funding import operations
from funding.operations import Wanted
from partnership.models import Notice
from tests.factories.funding import DAY, YEAR, quarter


def wanted(stream, number, amount, project=None):
    return Wanted(stream, project, quarter(stream.pot, number), Decimal(amount))


def proposed(pot, asker, *lines, submit=True):
    proposal = operations.draft_proposal(pot, year=YEAR, title="Later than planned", lines=lines, by=asker)
    return operations.submit_proposal(proposal, by=asker) if submit else proposal


def adopt(proposal, authority, by):
    return operations.adopt_proposal(proposal, authority=authority, effective_on=DAY, by=by)


def refusal(operation, *args, **kwargs):
    with pytest.raises(Refused) as refused, transaction.atomic():
        operation(*args, **kwargs)
    return str(refused.value)


def told(what):
    return [notice.to for notice in Notice.objects.filter(what=what).order_by("pk")]


def refused(operation, *args, **kwargs):
    with pytest.raises(Refused) as raised, transaction.atomic():
        operation(*args, **kwargs)
    return raised.value


def virement(pot, asker, source, to, amount):
    return operations.request_virement(
        pot,
        year=YEAR,
        source=(source, None, None),
        to=(to, None, None),
        amount=Decimal(amount),
        title="Where it is needed",
        reason="Needed there",
        by=asker,
    )
