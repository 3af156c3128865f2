"""Sets the sums beside the ledger right."""

from django.core.management.base import BaseCommand, CommandParser

from funding.operations.sums import differences, mend_sums


class Command(BaseCommand):
    help = "Compares the sums that pages look up with the ledger, and sets right those that differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say how many differ")

    def handle(self, *, check: bool, **options) -> None:
        found = differences() if check else mend_sums(by=None)
        for name, count in found.items():
            self.stdout.write(f"{name}: {count:,} {'differ' if check else 'set right'}")
