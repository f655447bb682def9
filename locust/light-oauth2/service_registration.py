"""Registration of services, and what goes wrong in it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from _endpoints import SERVICE, SERVICES
from _oauth_client import ADMIN, new_user_id
from _oauth_user import POOL_SIZE, OAuthUser
from lo2.expectation import anomaly, correct

if TYPE_CHECKING:
    from locust.env import Environment

    from lo2.chance import Draw


class ServiceRegistration(OAuthUser):
    """Register, read, update and delete services."""

    weight = 1

    def __init__(self, environment: Environment) -> None:
        """Own no service yet."""
        super().__init__(environment)
        self.service_ids: deque[str] = deque()

    @correct
    def register_service(self) -> None:
        """Register a service; delete the oldest when there are too many."""
        self.register()
        self.delete_surplus()

    @correct
    def update_service(self) -> None:
        """Update a service's name and description."""
        self.send("PUT", SERVICES, json=service_document(self.draw, serviceId=self.any_service_id()))

    @correct
    def get_service(self) -> None:
        """Get a service."""
        self.send("GET", SERVICE, at=self.any_service_id())

    @correct
    def get_service_page(self) -> None:
        """Get a page of services."""
        self.send("GET", SERVICES, params={"page": "1"})

    @correct
    def delete_service(self) -> None:
        """Delete a service."""
        self.any_service_id()
        self.send("DELETE", SERVICE, at=self.service_ids.popleft())

    @anomaly("register_service_400_service_id", 400, "ERR12018")
    def register_service_twice(self) -> None:
        """Register the same service again."""
        form = service_document(self.draw)
        self.send("POST", SERVICES, form=form)
        self.service_ids.append(form["serviceId"])
        self.provoke("POST", SERVICES, form=form)
        self.delete_surplus()

    @anomaly("register_service_400_service_type", 400, "ERR11004")
    def register_service_of_unknown_type(self) -> None:
        """Register a service of a type that does not exist."""
        self.provoke("POST", SERVICES, json=service_document(self.draw, serviceType="none"))

    @anomaly("register_service_404_no_user", 404, "ERR12013")
    def register_service_of_unknown_owner(self) -> None:
        """Register a service whose owner does not exist."""
        self.provoke("POST", SERVICES, json=service_document(self.draw, ownerId=new_user_id(self.draw)))

    @anomaly("update_service_404_service_id", 404, "ERR12015")
    def update_unknown_service(self) -> None:
        """Update a service that does not exist."""
        self.provoke("PUT", SERVICES, json=service_document(self.draw))

    @anomaly("update_service_404_user_id", 404, "ERR12013")
    def update_service_to_unknown_owner(self) -> None:
        """Update a service to an owner that does not exist."""
        self.provoke(
            "PUT",
            SERVICES,
            json=service_document(self.draw, serviceId=self.any_service_id(), ownerId=new_user_id(self.draw)),
        )

    @anomaly("get_service_404_no_service", 404, "ERR12015")
    def get_unknown_service(self) -> None:
        """Get a service that does not exist."""
        self.provoke("GET", SERVICE, at=new_service_id(self.draw))

    @anomaly("get_service_page_400_no_page", 400, "ERR11000")
    def get_service_page_without_number(self) -> None:
        """Get a page of services without saying which."""
        self.provoke("GET", SERVICES)

    @anomaly("delete_service_404_no_service", 404, "ERR12015")
    def delete_unknown_service(self) -> None:
        """Delete a service that does not exist."""
        self.provoke("DELETE", SERVICE, at=new_service_id(self.draw))

    def register(self) -> None:
        """Register a service and keep its id."""
        document = service_document(self.draw)
        self.send("POST", SERVICES, json=document)
        self.service_ids.append(document["serviceId"])

    def any_service_id(self) -> str:
        """Return the id of one of the user's services; register one if there is none."""
        if not self.service_ids:
            self.register()
        return self.draw.choice(self.service_ids)

    def delete_surplus(self) -> None:
        """Delete the oldest service when there are too many."""
        if len(self.service_ids) > POOL_SIZE:
            self.delete_service()


def new_service_id(draw: Draw) -> str:
    """Return the id of a service that does not exist yet."""
    return f"service-{draw.word()}"


def service_document(draw: Draw, **members: str) -> dict[str, str]:
    """Return a valid body of a new service's registration with some members set differently."""
    service_id = new_service_id(draw)
    number = service_id.removeprefix("service-")
    return {
        "serviceId": service_id,
        "serviceType": "openapi",
        "serviceName": f"Service {number}",
        "serviceDesc": f"A service of the number {number}",
        "ownerId": ADMIN[0],
        "host": "lightapi.net",
        "scope": "account.r account.w",
        **members,
    }
