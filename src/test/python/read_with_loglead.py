"""Read a run with LogLead's LO2Loader and print what came out of it, as JSON."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
from pathlib import Path

import polars as pl
from loglead.loaders import LO2Loader

# One at a time: LogLead holds all it reads in memory.
SERVICES = ("client", "code", "key", "refresh-token", "service", "token", "user")


class Complaints(logging.Handler):
    """What LogLead complains about: it skips a file that it cannot read, and only says so."""

    texts: list[str]

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a complaint."""
        self.texts.append(record.getMessage())


def read(run: Path, root: Path) -> dict:
    """Read all scenarios of a run.

    Args:
        run: the run's folder
        root: an empty folder, to be LogLead's data root: all folders in it are runs
    """
    (root / run.name).symlink_to(run.resolve(), target_is_directory=True)
    complaints = Complaints(logging.WARNING)
    complaints.texts = []
    logging.getLogger("loglead").addHandler(complaints)
    # LogLead draws so many of the run's entries, plain files among them: all of them here.
    entries = sum(1 for _ in run.iterdir())
    records = []
    sequences = 0
    for service in SERVICES:
        loader = LO2Loader(str(root), n_runs=1, errors_per_run=entries, single_service=service)
        loader.load()
        if loader.df is None:
            continue  # the service wrote nothing in the whole run, which execute() cannot bear
        frame = loader.execute()
        records += frame.group_by("test_case", "service", "normal", "anomaly").len("records").to_dicts()
        sequences += loader.df_seq.height
    loader.load_metrics()
    samples = loader.metrics_df.group_by("test_case", "metric_name").len("samples").sort(pl.all())
    return {
        "records": sorted(records, key=lambda count: (count["test_case"], count["service"])),
        "sequences": sequences,
        "samples": samples.to_dicts(),
        "complaints": complaints.texts,
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(read(Path(sys.argv[1]), Path(folder))))
