"""Compare the tables of two runs: same_schema.py RUN RUN fails unless each table has the same columns in both."""

import sys
from itertools import zip_longest
from pathlib import Path

import duckdb


def main() -> None:
    first, second = (Path(argument) / "tables" for argument in sys.argv[1:])
    names = sorted(file.name for file in first.glob("*.parquet"))
    assert names and names == sorted(file.name for file in second.glob("*.parquet")), "not the same tables"
    for name in names:
        one, other = schema(first / name), schema(second / name)
        different = [pair for pair in zip_longest(one, other) if pair[0] != pair[1]]
        assert not different, f"{name}: {different}"
    print(f"the same schema: {', '.join(names)}")


def schema(file: Path) -> list[tuple]:
    """Read the columns as the file itself declares them."""
    return duckdb.execute("SELECT * EXCLUDE (file_name) FROM parquet_schema(?)", [str(file)]).fetchall()


main()
