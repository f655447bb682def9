"""Check a recorded run from outside, with nothing but Python's standard library."""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import re
import sys
from pathlib import Path

SERVICES = ("code", "token", "service", "client", "user", "key", "refresh-token")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")


def check(run: Path) -> str:
    """Check a run; an AssertionError says what is wrong with it."""
    plan = json.loads((run / "plan.json").read_text())
    tags = [scenario["tag"] for scenario in plan["scenarios"]]
    folders = sorted(entry.name for entry in run.iterdir() if entry.is_dir())
    assert folders == sorted([*tags, "tables"]), f"planned {sorted(tags)} and tables, found {folders}"
    check_whole(run)
    assert re.match(r"\d{10} ", (run / "run_log.log").read_text()), "run_log.log has another form"
    totals = [check_scenario(run / tag, tag) for tag in tags]
    requests, joined_logs, joined_spans = (sum(column) for column in zip(*totals, strict=True))
    assert joined_logs >= 0.99 * requests, f"only {joined_logs} of {requests} requests have log records"
    assert joined_spans >= 0.995 * requests, f"only {joined_spans} of {requests} requests have a server span"
    return f"{run.name}: {len(tags)} scenarios, {requests} requests, {joined_logs} in logs, {joined_spans} in spans"


def check_whole(run: Path) -> None:
    """Check that the files are those that were written, and that the manifest says so."""
    sums = (run / "SHA256SUMS").read_bytes()
    for line in sums.decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((run / name).read_bytes()).hexdigest() == digest, f"{name} has been changed"
    listed = {line.split("  ", 1)[1] for line in sums.decode().splitlines()}
    found = {str(file.relative_to(run)) for file in run.rglob("*") if file.is_file()}
    assert found - listed == {"SHA256SUMS", "manifest.json"}, f"not in SHA256SUMS: {found - listed}"
    manifest = json.loads((run / "manifest.json").read_text())
    assert manifest["sha256sums"] == hashlib.sha256(sums).hexdigest(), "the manifest is of other files"
    failed = [verdict for scenario in manifest["scenarios"] for verdict in scenario["verdicts"] if not verdict["passed"]]
    assert not failed, f"verdicts against the run: {failed}"


def check_scenario(folder: Path, tag: str) -> tuple[int, int, int]:
    """Check a scenario; return how many requests it has, and how many of them are in logs and in spans."""
    requests = [json.loads(line) for line in (folder / "requests.jsonl").read_text().splitlines()]
    assert requests, f"{tag}: no requests"
    failed = [request for request in requests if request["error"]]
    assert not failed, f"{tag}: {len(failed)} requests failed, the first: {failed[0]}"
    faulty = [request for request in requests if request["anomaly"]]
    assert bool(faulty) == (tag != "correct"), f"{tag}: {len(faulty)} faulty requests"
    assert all(request["tag"] == tag for request in faulty), f"{tag}: a faulty request of another tag"

    logs = {service: (folder / f"light-oauth2-oauth2-{service}-1.log").read_text() for service in SERVICES}
    assert (folder / "light-oauth2-mysqldb-1.log").exists(), f"{tag}: no log of the database"
    assert (folder / "locust.log").stat().st_size, f"{tag}: Locust's log is empty"
    logged = {word for log in logs.values() for word in re.findall(r"\] +(?:\S+ )?([\w-]{22}) ", log)}

    parents = set()
    for service in SERVICES:
        with (folder / "metrics" / f"traces_oauth2-{service}-service.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                assert TIME.fullmatch(row["Start Time"]), f"{tag}: start time {row['Start Time']}"
                tags = ast.literal_eval(row["Tags"])
                if tags["span.kind"] == "server":
                    parents.add((row["Trace ID"], tags["parent_span_id"]))

    metrics = sorted((folder / "metrics").glob("metric_*.json"))
    assert len(metrics) >= 50, f"{tag}: only {len(metrics)} metrics"
    load = json.loads((folder / "metrics" / "metric_node_load1.json").read_text())
    assert load[0]["metric"]["__name__"] == "node_load1", f"{tag}: {load[0]['metric']}"
    times = [time for time, _ in load[0]["values"]]
    assert times == list(range(times[0], times[-1] + 1)), f"{tag}: seconds are missing in node_load1"
    assert (folder / "metrics" / "last_fetch_time.txt").read_text(), f"{tag}: no fetch time"
    return (
        len(requests),
        sum(request["request_id"] in logged for request in requests),
        sum((request["trace_id"], request["span_id"]) in parents for request in requests),
    )


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(check(Path(argument)))
