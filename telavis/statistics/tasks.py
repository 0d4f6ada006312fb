"""The periodic job that writes the monthly reports."""

from django.utils import timezone
from procrastinate.contrib.django import app

from telavis.statistics.actions import report_complements


@app.periodic(cron="20 * * * *")
@app.task(queueing_lock="complement_reports", pass_context=False)
def write_complement_reports(timestamp: int) -> int:
    """Every hour; once it is written nothing more is to do until the next month, whatever the worker has missed."""
    return report_complements(timezone.now())
