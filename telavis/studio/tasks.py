"""The periodic job that publishes forms at their moment."""

from django.utils import timezone
from procrastinate.contrib.django import app

from telavis.studio.sweep import sweep


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="publish_forms", pass_context=False)
def publish_forms(timestamp: int) -> int:
    """Every minute; what was due while no worker ran is published at the next run."""
    return sweep(timezone.now())
