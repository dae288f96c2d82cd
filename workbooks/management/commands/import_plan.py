from workbooks.management.commands import import_workbook


class Command(import_workbook.Command):
    help = "Import a delivery plan (.docx, or its text as .txt), when its questions are answered."

    def handle(self, *, accept_suggestions, accept_warnings, **options):
        """Who accepts what is suggested accepts what is doubtful in it too."""
        super().handle(
            accept_suggestions=accept_suggestions,
            accept_warnings=accept_warnings or accept_suggestions,
            **options,
        )
