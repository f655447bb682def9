"""Read what a run says of itself with the libraries that publish it: prints what they found, as JSON."""

import json
import logging
import os
import sys
from pathlib import Path

import mlcroissant
from datasets import load_dataset
from huggingface_hub import DatasetCard

warnings = []


class Kept(logging.Handler):
    """Keeps what the libraries warn of."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning's words."""
        warnings.append(record.getMessage())


logging.getLogger().addHandler(Kept(logging.WARNING))
run = sys.argv[1]
card = DatasetCard.load(Path(run) / "README.md")
tables = {}
for configuration in card.data.to_dict()["configs"]:
    name = configuration["config_name"]
    rows = load_dataset(run, name, split="train")
    tables[name] = {
        "rows": len(rows),
        "columns": {column: str(feature.dtype) for column, feature in rows.features.items()},
    }

os.chdir(run)
croissant = mlcroissant.Dataset(jsonld="croissant.json")
records = {}
for record_set in croissant.metadata.record_sets:
    first = next(iter(croissant.records(record_set=record_set.id)))
    records[record_set.id] = [field.split("/")[-1] for field in first]

print(
    json.dumps(
        {
            "license": card.data.license,
            "tags": card.data.tags,
            "size": card.data.size_categories,
            "tables": tables,
            "records": records,
            "issues": sorted(croissant.metadata.ctx.issues.errors | croissant.metadata.ctx.issues.warnings),
            "warnings": warnings,
        }
    )
)
