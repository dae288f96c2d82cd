from django.core.management.base import BaseCommand, CommandError

from workbooks.exporting import NotExported, export_to


class Command(BaseCommand):
    help = "Write everything as a workbook (.xlsx), or as a set of tables (.zip, or a folder/)."
    requires_migrations_checks = True

    def add_arguments(self, parser):
        parser.add_argument("path", metavar="FILE", help="Ends in .xlsx, .zip or /")

    def handle(self, *, path, **options):
        try:
            exported = export_to(path)
        except NotExported as problem:
            raise CommandError(str(problem)) from None
        for name, rows in exported.tables.items():
            self.stdout.write(f"{name}: {len(rows)} rows")
        self.stdout.write("saved")
