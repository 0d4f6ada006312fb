"""How long a report takes with a kept compiler: `python -m tools.measure_reports [RUNS]`, a table on the output.

Each run draws another reference and question, so that nothing comes ready from the compiler's memory.
"""

import os
import statistics
import sys
import time
from dataclasses import replace

import django

RUNS = 20


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "telavis.settings")
    django.setup()
    from telavis.reports.render import make_pdf
    from tests.reports.examples import all_cases
    from tests.reports.reading import pages_of

    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(f"{'report':<14}{'pages':>6}{'kB':>7}{'median ms':>11}{'worst ms':>10}{'processor ms':>14}")
    for name, (report, files) in all_cases().items():
        waited, worked = [], []
        for run in range(runs + 1):
            other = replace(report, reference=f"TE-26-{run:04}-9Q", question=f"{report.question} ({run})")
            wall, processor = time.perf_counter(), time.process_time()
            pdf = make_pdf(other, files)
            waited.append((time.perf_counter() - wall) * 1000)
            worked.append((time.process_time() - processor) * 1000)
        pages, size = len(pages_of(pdf.content)), len(pdf.content) // 1000
        median, worst, work = statistics.median(waited[1:]), max(waited[1:]), statistics.median(worked[1:])
        print(f"{name:<14}{pages:>6}{size:>7}{median:>11.0f}{worst:>10.0f}{work:>14.0f}")


if __name__ == "__main__":
    main()
