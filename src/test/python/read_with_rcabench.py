"""Read an exported data set with RCABench's own loaders and print what came out, as JSON."""

from __future__ import annotations

import json
import logging
import os
import sys
import tempfile
from pathlib import Path

os.environ["DATA_ROOT"] = sys.argv[1]  # read when the platform is loaded

from rcabench_platform.v3.internal.reasoning.loaders.parquet_loader import ParquetDataLoader
from rcabench_platform.v3.internal.reasoning.models.graph import PlaceKind
from rcabench_platform.v3.internal.sources.convert import (
    validate_logs,
    validate_metrics,
    validate_traces,
)
from rcabench_platform.v3.sdk.datasets import spec
from rcabench_platform.v3.sdk.datasets.rcabench import RCABenchAnalyzerLoader
from rcabench_platform.v3.sdk.graphs.sdg.build_.rcabench import load_inject_time
from rcabench_platform.v3.sdk.logging import logger


def read(dataset: str, datapack: str) -> dict:
    """Read a datapack: check its columns and types, count its rows, build the graph from it."""
    folder = spec.get_datapack_folder(dataset, datapack)
    loader = ParquetDataLoader(folder)
    rows = {}
    for period in ("normal", "abnormal"):
        frames = {
            "traces": loader.load_traces(period),
            "logs": loader.load_logs(period),
            "metrics": loader.load_metrics(period),
            "metrics_sum": loader.load_metrics_sum(period),
            "metrics_histogram": loader.load_metrics_histogram(period),
        }
        validate_traces(frames["traces"])
        validate_logs(frames["logs"])
        validate_metrics(frames["metrics"])
        validate_metrics(frames["metrics_sum"])
        rows |= {f"{period}_{name}": frame.height for name, frame in frames.items()}
    graph = loader.build_graph_from_parquet()
    with tempfile.TemporaryDirectory() as case:
        (Path(case) / "converted").symlink_to(folder.resolve(), target_is_directory=True)
        analyzer = RCABenchAnalyzerLoader(datapack, Path(case))
        roots = analyzer.get_root_services()
        services = sorted(analyzer.get_all_services())
    spans = sorted(node.self_name for node in graph.get_nodes_by_kind(PlaceKind.span))
    return {
        "datapack": datapack,
        "labels": [f"{label.level} {label.name}" for label in spec.get_datapack_labels(dataset, datapack)],
        "rows": rows,
        "root_services": roots,
        "services": services,
        "spans": spans,
        "inject_time": int(load_inject_time(folder).timestamp()),
    }


if __name__ == "__main__":
    logger.remove()
    logging.disable()
    print(json.dumps([read(sys.argv[2], datapack) for datapack in spec.get_datapack_list(sys.argv[2])]))
