"""Does the jobs of all queues until it is told to stop; its log is JSON from the first line to the last."""

import sys
from argparse import ArgumentParser
from typing import Any, cast

import psycopg
import structlog
from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

log = structlog.get_logger("telavis.worker")


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--finish-within", type=float, help="seconds that jobs under way have, once it is told to stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        log.info("worker_started")
        connector = cast(DjangoConnector, app.connector)
        try:
            with app.replace_connector(connector.get_worker_connector()) as working:
                working.run_worker(shutdown_graceful_timeout=options["finish_within"])
        # The pool opens outside of what procrastinate translates.
        except (ConnectorException, psycopg.OperationalError):
            log.exception("worker_without_database")
            sys.exit(1)
        log.info("worker_stopped")
