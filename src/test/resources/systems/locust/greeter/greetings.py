"""Greetings, and what goes wrong with them."""

from __future__ import annotations

from locust import constant

from lo2.endpoint import Endpoint
from lo2.expectation import anomaly, correct
from lo2.ground_truth import System, json_code
from lo2.user import LoadUser

GREET = Endpoint("greeter-front", 18881, "/greet/{name}")
NAME = Endpoint("greeter-names", 18882, "/name/{name}")
NAMES = ["pear", "plum", "quince"]


class Greetings(LoadUser):
    """Ask to be greeted."""

    host = "http://localhost"
    system = System(
        services={endpoint.port: endpoint.service_name for endpoint in (GREET, NAME)},
        error_code=json_code("error", "kind"),
    )
    wait_time = constant(0.02)

    @correct(weight=3)
    def greet(self) -> None:
        """Be greeted."""
        self.send("GET", GREET, at=self.draw.choice(NAMES))

    @correct
    def ask_for_name(self) -> None:
        """Ask how someone is called."""
        self.send("GET", NAME, at=self.draw.choice(NAMES))

    @anomaly("greet_404_unknown_name", 404, "UNKNOWN_NAME", weight=1)
    def greet_nobody(self) -> None:
        """Be greeted by a name that nobody has."""
        self.provoke("GET", GREET, at=self.draw.choice(["fig", "date", "lime"]))
