"""Load the demonstration record into an empty database."""

from django.core.management.base import BaseCommand, CommandError

from portal import demo
from portal.demo.record import is_empty


class Command(BaseCommand):
    help = "Loads the record of the Herefordshire Partnership. Running it twice changes nothing."

    def handle(self, *args, **options) -> None:
        if demo.is_loaded():
            self.stdout.write("The demonstration record is loaded already.")
            return
        if not is_empty():
            raise CommandError(
                "This database holds something else than the demonstration record, so it was left as it is. "
                "Name an empty one in DATABASE_URL."
            )
        demo.load()
        self.stdout.write("The demonstration record is loaded.")
