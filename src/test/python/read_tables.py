"""Load the tables of a run with pandas, Polars and DuckDB, one line each, and print their shapes as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable


def shapes(folder: Path) -> list[dict]:
    """Load each table with each library."""
    rows = []
    for file in sorted(folder.glob("*.parquet")):
        frame = pd.read_parquet(file)
        rows.append(shape("pandas", file, len(frame), frame.dtypes.items()))
        frame = pl.read_parquet(file)
        rows.append(shape("polars", file, frame.height, frame.schema.items()))
        relation = duckdb.read_parquet(str(file))
        rows.append(shape("duckdb", file, len(relation), zip(relation.columns, relation.types, strict=True)))
    return rows


def shape(library: str, file: Path, rows: int, columns: Iterable[tuple[str, object]]) -> dict:
    """Describe a loaded table."""
    types = {name: str(kind) for name, kind in columns}
    return {"library": library, "table": file.stem, "rows": rows, "columns": types}


if __name__ == "__main__":
    print(json.dumps(shapes(Path(sys.argv[1]))))
