"""Places."""

import factory
from factory.django import DjangoModelFactory

from localities.models import Area, Audience, Locality, Mechanism
from tests.factories.partnership import OrganisationFactory


class LocalityFactory(DjangoModelFactory):
    class Meta:
        model = Locality

    name = factory.Sequence(lambda n: f"Locality {n}")
    slug = factory.Sequence(lambda n: f"locality-{n}")


class ParishFactory(DjangoModelFactory):
    """A parish on the record, in no set of boundaries."""

    class Meta:
        model = Area

    kind = Area.Kind.PARISH
    name = factory.Sequence(lambda n: f"Parish {n}")
    code = factory.Sequence(lambda n: f"E04{n:06}")


class WardFactory(DjangoModelFactory):
    class Meta:
        model = Area

    kind = Area.Kind.WARD
    name = factory.Sequence(lambda n: f"Ward {n}")
    code = factory.Sequence(lambda n: f"E05{n:06}")


class AudienceFactory(DjangoModelFactory):
    class Meta:
        model = Audience

    name = factory.Sequence(lambda n: f"Audience {n}")
    slug = factory.Sequence(lambda n: f"audience-{n}")


class MechanismFactory(DjangoModelFactory):
    """Something that works, looked at lately."""

    class Meta:
        model = Mechanism
        skip_postgeneration_save = True

    locality = factory.SubFactory(LocalityFactory)
    name = factory.Sequence(lambda n: f"Mechanism {n}")
    verdict = Mechanism.Verdict.WORKS
    owner = factory.SubFactory(OrganisationFactory)
    evidence = "Seen."

    @factory.post_generation
    def audiences(self, create, extracted, **kwargs):
        if create:
            self.audiences.set(extracted or [])
