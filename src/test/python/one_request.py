"""Join the first faulty request of a run to its log records and spans, with pandas, and print them as JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

tables = Path(sys.argv[1])

requests = pd.read_parquet(tables / "requests.parquet")
request = requests[requests.anomaly].sort_values("time").iloc[:1]
logs = pd.read_parquet(tables / "logs.parquet", filters=[("request_id", "in", request.request_id)])
spans = pd.read_parquet(tables / "spans.parquet", filters=[("trace_id", "in", request.trace_id)])

found = {"requests": request, "logs": logs.drop(columns="raw"), "spans": spans}
texts = (
    f'"{name}": {rows.to_json(orient="records", date_format="iso", date_unit="ns")}' for name, rows in found.items()
)
print("{" + ", ".join(texts) + "}")
