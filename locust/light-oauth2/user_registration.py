"""Registration of users, and what goes wrong in it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from _endpoints import PASSWORD, USER, USERS
from _oauth_client import new_user_id
from _oauth_user import POOL_SIZE, OAuthUser
from lo2.expectation import anomaly, correct

if TYPE_CHECKING:
    from locust.env import Environment

    from lo2.chance import Draw


class UserRegistration(OAuthUser):
    """Register, read, update and delete users, and change their passwords."""

    weight = 1

    def __init__(self, environment: Environment) -> None:
        """Own no registered user yet."""
        super().__init__(environment)
        self.registered: deque[dict[str, str]] = deque()

    @correct
    def register_user(self) -> None:
        """Register a user; delete the oldest when there are too many."""
        self.register()
        if len(self.registered) > POOL_SIZE:
            self.delete_user()

    @correct
    def update_user(self) -> None:
        """Update a user's names."""
        user = self.any_user()
        user.update(firstName=self.draw.word(), lastName=self.draw.word())
        self.send("PUT", USERS, json=without_password(user))

    @correct
    def get_user(self) -> None:
        """Get a user."""
        self.send("GET", USER, at=self.any_user()["userId"])

    @correct
    def get_user_page(self) -> None:
        """Get a page of users."""
        self.send("GET", USERS, params={"page": "1"})

    @correct
    def update_password(self) -> None:
        """Change a user's password."""
        user = self.any_user()
        change = password_change(self.draw, user)
        self.send("POST", PASSWORD, at=user["userId"], json=change)
        user.update(password=change["newPassword"])

    @correct
    def delete_user(self) -> None:
        """Delete a user."""
        self.any_user()
        self.send("DELETE", USER, at=self.registered.popleft()["userId"])

    @anomaly("register_user_400_user_exists", 400, "ERR12020")
    def register_user_again(self) -> None:
        """Register a user whose id is taken."""
        self.provoke("POST", USERS, json=confirmed(user_document(self.draw, userId=self.any_user()["userId"])))

    @anomaly("register_user_400_email_exists", 400, "ERR12021")
    def register_user_with_taken_email(self) -> None:
        """Register a user whose e-mail address is taken."""
        self.provoke("POST", USERS, json=confirmed(user_document(self.draw, email=self.any_user()["email"])))

    @anomaly("register_user_400_no_password", 400, "ERR12011")
    def register_user_without_confirmation(self) -> None:
        """Register a user whose password is not confirmed."""
        self.provoke("POST", USERS, json=user_document(self.draw))

    @anomaly("register_user_400_password_no_match", 400, "ERR12012")
    def register_user_with_wrong_confirmation(self) -> None:
        """Register a user whose password is confirmed by another."""
        self.provoke("POST", USERS, json=user_document(self.draw, passwordConfirm=self.draw.word()))

    @anomaly("update_user_404_no_user", 404, "ERR12013")
    def update_unknown_user(self) -> None:
        """Update a user that does not exist."""
        self.provoke("PUT", USERS, json={**without_password(self.any_user()), "userId": new_user_id(self.draw)})

    @anomaly("get_user_404_no_user", 404, "ERR12013")
    def get_unknown_user(self) -> None:
        """Get a user that does not exist."""
        self.provoke("GET", USER, at=new_user_id(self.draw))

    @anomaly("get_user_page_400_no_page", 400, "ERR11000")
    def get_user_page_without_number(self) -> None:
        """Get a page of users without saying which."""
        self.provoke("GET", USERS)

    @anomaly("delete_user_404_no_user", 404, "ERR12013")
    def delete_unknown_user(self) -> None:
        """Delete a user that does not exist."""
        self.provoke("DELETE", USER, at=new_user_id(self.draw))

    @anomaly("update_password_400_not_match", 400, "ERR12012")
    def update_password_with_wrong_confirmation(self) -> None:
        """Change a password to one that is confirmed by another."""
        user = self.any_user()
        change = {**password_change(self.draw, user), "newPasswordConfirm": self.draw.word()}
        self.provoke("POST", PASSWORD, at=user["userId"], json=change)

    @anomaly("update_password_401_wrong_password", 401, "ERR12016")
    def update_password_with_wrong_password(self) -> None:
        """Change a password without knowing the old one."""
        user = self.any_user()
        self.provoke(
            "POST", PASSWORD, at=user["userId"], json={**password_change(self.draw, user), "password": self.draw.word()}
        )

    @anomaly("update_password_404_user_not_found", 404, "ERR12013")
    def update_password_of_unknown_user(self) -> None:
        """Change the password of a user that does not exist."""
        self.provoke(
            "POST", PASSWORD, at=new_user_id(self.draw), json=password_change(self.draw, user_document(self.draw))
        )

    def register(self) -> None:
        """Register a user and keep it, with its password."""
        user = user_document(self.draw)
        self.send("POST", USERS, json=confirmed(user))
        self.registered.append(user)

    def any_user(self) -> dict[str, str]:
        """Return one of the users; register one if there is none."""
        if not self.registered:
            self.register()
        return self.draw.choice(self.registered)


def user_document(draw: Draw, **members: str) -> dict[str, str]:
    """Return a new user with some members set differently; its password is not confirmed."""
    user_id = new_user_id(draw)
    return {
        "userId": user_id,
        "userType": "employee",
        "firstName": draw.word(),
        "lastName": draw.word(),
        "email": f"{user_id}@example.com",
        "password": draw.word(),
        **members,
    }


def confirmed(user: dict[str, str]) -> dict[str, str]:
    """Return a user as it is registered."""
    return {**user, "passwordConfirm": user["password"]}


def without_password(user: dict[str, str]) -> dict[str, str]:
    """Return a user as it is updated, which leaves its password as it is."""
    return {member: value for member, value in user.items() if member != "password"}


def password_change(draw: Draw, user: dict[str, str]) -> dict[str, str]:
    """Return a valid change of a user's password to a new one."""
    password = draw.word()
    return {"password": user["password"], "newPassword": password, "newPasswordConfirm": password}
