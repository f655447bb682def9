"""Two small services over plain HTTP: `front` greets, and asks `names` how.

  python3 greeter.py front PORT PORT_OF_NAMES
  python3 greeter.py names PORT

Errors are JSON, {"error": {"kind": "UNKNOWN_NAME"}}. Each request leaves a log record with its trace id and a span;
spans and a gauge go to OTEL_EXPORTER_OTLP_ENDPOINT, as protobuf that is written here by hand: standard library only.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import struct
import sys
import threading
import time
import urllib.request
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

NAMES = {"pear": "Ms Pear", "plum": "Mr Plum", "quince": "Dr Quince"}
SERVER, CLIENT = 2, 3
EXPORT_SECONDS = 0.25


def varint(number: int) -> bytes:
    """Return a number as protobuf writes it."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


def field(number: int, value: bytes | str | int) -> bytes:
    """Return a member of a message: bytes, a text or another message, or a whole number."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    value = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(value)) + value


def fixed(number: int, value: int) -> bytes:
    """Return a member of a message that is a fixed64."""
    return varint(number << 3 | 1) + struct.pack("<Q", value)


def attribute(name: str, value: str | int) -> bytes:
    """Return a KeyValue."""
    return field(1, name) + field(2, field(1, value) if isinstance(value, str) else field(3, value))


class Telemetry:
    """Send what the service did to whoever observes it, in the order in which it ended."""

    def __init__(self, name: str) -> None:
        """Say who sends."""
        self._endpoint = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT")
        given = dict(pair.split("=", 1) for pair in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "").split(",") if pair)
        given["service.name"] = os.environ.get("OTEL_SERVICE_NAME", name)
        self._resource = field(1, b"".join(field(1, attribute(*pair)) for pair in given.items()))
        self._scope = field(1, field(1, "greeter"))
        self._lock = threading.Lock()
        self._spans: list[bytes] = []
        self._requests = 0

    def start(self) -> None:
        """Send from now on, each quarter of a second."""
        if self._endpoint:
            threading.Thread(target=self._export, daemon=True).start()

    def ended(self, span: bytes, kind: int) -> None:
        """Note a span."""
        with self._lock:
            self._spans.append(field(2, span))
            self._requests += kind == SERVER

    def _export(self) -> None:
        while True:
            time.sleep(EXPORT_SECONDS)
            with self._lock:
                spans, self._spans, requests = self._spans, [], self._requests
            if spans:
                self._post("/v1/traces", field(1, self._resource + field(2, self._scope + b"".join(spans))))
            point = fixed(3, time.time_ns()) + fixed(6, requests)
            gauge = field(1, "greeter.requests") + field(5, field(1, point))
            self._post("/v1/metrics", field(1, self._resource + field(2, self._scope + field(2, gauge))))

    def _post(self, path: str, message: bytes) -> None:
        request = urllib.request.Request(f"{self._endpoint}{path}", message, {"Content-Type": "application/x-protobuf"})
        try:
            urllib.request.urlopen(request, timeout=5).close()
        except OSError as problem:
            log("warn", "telemetry", "", f"cannot send: {problem}")


def log(level: str, logger: str, trace_id: str, message: str) -> None:
    """Write a log record, its time first: by that it is of a window, however late it is read."""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")[11:23]
    sys.stdout.write(f"{now}|{level}|{logger}|{trace_id}| {message}\n")


class Handler(BaseHTTPRequestHandler):
    """Answer requests, each with a span and a log record."""

    protocol_version = "HTTP/1.1"
    role: str
    telemetry: Telemetry
    names: int

    def do_GET(self) -> None:
        """Answer."""
        start = time.time_ns()
        given = self.headers.get("traceparent", "").split("-")
        trace_id = given[1] if len(given) == 4 else f"{random.getrandbits(128):032x}"
        parent = given[2] if len(given) == 4 else ""
        span_id = f"{random.getrandbits(64):016x}"
        path = unquote(urlsplit(self.path).path)
        status, answer = self._answer(path, trace_id, span_id)
        route = path if path == "/ready" else path.rsplit("/", 1)[0] + "/{name}"
        if route != "/ready":
            log("info" if status < 400 else "warn", self.role, trace_id, f"{path} is answered with {status}")
        body = json.dumps(answer).encode()
        self._note(SERVER, f"GET {route}", (trace_id, span_id, parent), start, status, path)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: there is a log record already."""

    def _answer(self, path: str, trace_id: str, span_id: str) -> tuple[int, object]:
        kind, _, name = path.strip("/").partition("/")
        if kind == "ready":
            return 200, "ready"
        if self.role == "names" and kind == "name":
            return (200, NAMES[name]) if name in NAMES else (404, {"error": {"kind": "UNKNOWN_NAME"}})
        if self.role == "front" and kind == "greet":
            status, answer = self._ask(name, trace_id, span_id)
            return (status, f"Hello {answer}") if status == 200 else (status, answer)
        return 404, {"error": {"kind": "NO_SUCH_PATH"}}

    def _ask(self, name: str, trace_id: str, span_id: str) -> tuple[int, object]:
        start = time.time_ns()
        own = f"{random.getrandbits(64):016x}"
        connection = http.client.HTTPConnection("127.0.0.1", self.names, timeout=5)
        connection.request("GET", f"/name/{name}", headers={"traceparent": f"00-{trace_id}-{own}-01"})
        response = connection.getresponse()
        answer = json.loads(response.read())
        connection.close()
        self._note(CLIENT, "GET", (trace_id, own, span_id), start, response.status, f"/name/{name}")
        return response.status, answer

    def _note(self, kind: int, name: str, ids: tuple[str, str, str], start: int, status: int, path: str) -> None:
        trace_id, span_id, parent = (bytes.fromhex(value) for value in ids)
        span = [field(1, trace_id), field(2, span_id), field(4, parent) if parent else b"", field(5, name)]
        span += [field(6, kind), fixed(7, start), fixed(8, time.time_ns())]
        attributes = {"http.request.method": "GET", "url.path": path, "http.response.status_code": status}
        span += [field(9, attribute(*pair)) for pair in attributes.items()]
        self.telemetry.ended(b"".join(span), kind)


def main() -> None:
    """Serve until the process is ended."""
    Handler.role = sys.argv[1]
    Handler.names = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    Handler.telemetry = Telemetry(f"greeter-{Handler.role}")
    Handler.telemetry.start()
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler)
    server.daemon_threads = True
    log("info", Handler.role, "", f"{Handler.role} listens on {sys.argv[2]}")
    server.serve_forever()


if __name__ == "__main__":
    main()
