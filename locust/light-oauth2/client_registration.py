"""Registration of OAuth clients, and what goes wrong in it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from _endpoints import CLIENT, CLIENTS
from _oauth_client import client_document, new_user_id
from _oauth_user import POOL_SIZE, OAuthUser
from lo2.expectation import anomaly, correct

if TYPE_CHECKING:
    from locust.env import Environment


class ClientRegistration(OAuthUser):
    """Register, read, update and delete clients. No token is granted to them, so they can be deleted."""

    weight = 1

    def __init__(self, environment: Environment) -> None:
        """Own no client yet."""
        super().__init__(environment)
        self.client_ids: deque[str] = deque()

    @correct
    def register_client(self) -> None:
        """Register a client; delete the oldest when there are too many."""
        self.register()
        if len(self.client_ids) > POOL_SIZE:
            self.delete_client()

    @correct
    def update_client(self) -> None:
        """Update a client's name and description."""
        self.send("PUT", CLIENTS, json=client_document(self.draw, clientId=self.any_client_id()))

    @correct
    def get_client(self) -> None:
        """Get a client."""
        self.send("GET", CLIENT, at=self.any_client_id())

    @correct
    def get_client_page(self) -> None:
        """Get a page of clients."""
        self.send("GET", CLIENTS, params={"page": "1"})

    @correct
    def delete_client(self) -> None:
        """Delete a client."""
        self.any_client_id()
        self.send("DELETE", CLIENT, at=self.client_ids.popleft())

    @anomaly("register_client_400_clientType", 400, "ERR11004")
    def register_client_of_unknown_type(self) -> None:
        """Register a client of a type that does not exist."""
        self.provoke("POST", CLIENTS, json=client_document(self.draw, clientType="none"))

    @anomaly("register_client_400_clientProfile", 400, "ERR11004")
    def register_client_of_unknown_profile(self) -> None:
        """Register a client of a profile that does not exist."""
        self.provoke("POST", CLIENTS, json=client_document(self.draw, clientProfile="none"))

    @anomaly("register_client_404_no_user", 404, "ERR12013")
    def register_client_of_unknown_owner(self) -> None:
        """Register a client whose owner does not exist."""
        self.provoke("POST", CLIENTS, json=client_document(self.draw, ownerId=new_user_id(self.draw)))

    @anomaly("update_client_400_clientType", 400, "ERR11004")
    def update_client_to_unknown_type(self) -> None:
        """Update a client to a type that does not exist."""
        self.provoke("PUT", CLIENTS, json=client_document(self.draw, clientId=self.any_client_id(), clientType="none"))

    @anomaly("update_client_400_clientProfile", 400, "ERR11004")
    def update_client_to_unknown_profile(self) -> None:
        """Update a client to a profile that does not exist."""
        self.provoke(
            "PUT", CLIENTS, json=client_document(self.draw, clientId=self.any_client_id(), clientProfile="none")
        )

    @anomaly("update_client_404_clientId", 404, "ERR12014")
    def update_unknown_client(self) -> None:
        """Update a client that does not exist."""
        self.provoke("PUT", CLIENTS, json=client_document(self.draw, clientId=self.draw.uuid()))

    @anomaly("update_client_404_ownerId", 404, "ERR12013")
    def update_client_to_unknown_owner(self) -> None:
        """Update a client to an owner that does not exist."""
        self.provoke(
            "PUT",
            CLIENTS,
            json=client_document(self.draw, clientId=self.any_client_id(), ownerId=new_user_id(self.draw)),
        )

    @anomaly("get_client_404_no_client", 404, "ERR12014")
    def get_unknown_client(self) -> None:
        """Get a client that does not exist."""
        self.provoke("GET", CLIENT, at=self.draw.uuid())

    @anomaly("get_client_page_400_no_page", 400, "ERR11000")
    def get_client_page_without_number(self) -> None:
        """Get a page of clients without saying which."""
        self.provoke("GET", CLIENTS)

    @anomaly("delete_client_404_no_client", 404, "ERR12014")
    def delete_unknown_client(self) -> None:
        """Delete a client that does not exist."""
        self.provoke("DELETE", CLIENT, at=self.draw.uuid())

    def register(self) -> None:
        """Register a client and keep its id."""
        self.client_ids.append(self.send("POST", CLIENTS, json=client_document(self.draw)).json()["clientId"])

    def any_client_id(self) -> str:
        """Return the id of one of the user's clients; register one if there is none."""
        if not self.client_ids:
            self.register()
        return self.draw.choice(self.client_ids)
