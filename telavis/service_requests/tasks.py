"""The periodic job that meets deadlines."""

from django.utils import timezone
from procrastinate.contrib.django import app

from telavis.service_requests.sweep import sweep


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep", pass_context=False)
def meet_deadlines(timestamp: int) -> int:
    """Every minute; a deadline missed while no worker ran is met at the next run."""
    return sweep(timezone.now())
