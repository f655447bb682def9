"""The authorization code flow of a confidential client, and what goes wrong in it."""

from __future__ import annotations

from _authorization import AuthorizationUser, Code, code_in
from _endpoints import CODE, TOKEN
from _oauth_client import ADMIN, REDIRECT_URI
from lo2.expectation import anomaly, correct


class AuthorizationCodeFlow(AuthorizationUser):
    """Get codes by GET and by POST, exchange them, refresh the tokens."""

    weight = 1

    @correct
    def get_code(self) -> None:
        """Request a code with the user's Basic credentials."""
        self.keep_code(self.new_code())

    @correct
    def post_code(self) -> None:
        """Request a code as the login form does."""
        form = {
            "j_username": ADMIN[0],
            "j_password": ADMIN[1],
            "client_id": self.oauth_client.client_id,
            "user_type": "admin",
            "redirect_uri": REDIRECT_URI,
        }
        self.keep_code(Code(code_in(self.send("POST", CODE, form=form, expect=302))))

    @correct(weight=2)  # two tasks get codes
    def exchange_code(self) -> None:
        """Exchange a code for tokens."""
        self.exchange_oldest_code()

    @correct
    def refresh_token(self) -> None:
        """Refresh a token."""
        self.refresh_oldest_token()

    @anomaly("authorization_code_client_id_missing_400", 400, "ERR11000")
    def get_code_without_client_id(self) -> None:
        """Request a code for no client."""
        query = self.code_request()
        del query["client_id"]
        self.provoke("GET", CODE, params=query, auth=ADMIN)

    @anomaly("authorization_code_missing_response_type_400", 400, "ERR11000")
    def get_code_without_response_type(self) -> None:
        """Request a code without saying that it is a code."""
        query = self.code_request()
        del query["response_type"]
        self.provoke("GET", CODE, params=query, auth=ADMIN)

    @anomaly("authorization_code_response_not_code_400", 400, "ERR11004")
    def get_code_with_unknown_response_type(self) -> None:
        """Request something else than a code."""
        self.provoke("GET", CODE, params=self.code_request(response_type="fail"), auth=ADMIN)

    @anomaly("authorization_code_invalid_client_id_404", 404, "ERR12014")
    def get_code_for_unknown_client(self) -> None:
        """Request a code for a client that does not exist."""
        self.provoke("GET", CODE, params=self.code_request(client_id=self.draw.uuid()), auth=ADMIN)

    @anomaly("authorization_code_invalid_password_401", 401)
    def get_code_with_wrong_password(self) -> None:
        """Request a code with a wrong password of six digits, as the right one has; this refusal has an empty body."""
        self.provoke(
            "GET", CODE, params=self.code_request(), auth=(ADMIN[0], f"{self.draw.randrange(200_000, 1_000_000)}")
        )

    @anomaly("access_token_missing_authorization_header_400", 401, "ERR12002")
    def exchange_code_without_credentials(self) -> None:
        """Exchange a code as nobody."""
        self.provoke("POST", TOKEN, form=self.unused_token_request())

    @anomaly("access_token_auth_header_error_401", 401, "ERR12003")
    def exchange_code_with_bearer_token(self) -> None:
        """Exchange a code with another scheme than Basic."""
        bearer = {"Authorization": f"Bearer {self.draw.token(16)}"}
        self.provoke("POST", TOKEN, form=self.unused_token_request(), headers=bearer)

    @anomaly("access_token_authorization_form_401", 401, "ERR12004")
    def exchange_code_with_undecodable_credentials(self) -> None:
        """Exchange a code with five bytes 0xE4 for credentials."""
        # Locust for Python 3.10 encodes them as UTF-8, which makes ten bytes, and gets the same answer.
        undecodable = {"Authorization": "Basic " + 5 * "\xe4"}
        self.provoke("POST", TOKEN, form=self.unused_token_request(), headers=undecodable)

    @anomaly("access_token_client_id_not_found_404", 404, "ERR12014")
    def exchange_code_as_unknown_client(self) -> None:
        """Exchange a code as a client that does not exist."""
        self.provoke("POST", TOKEN, form=self.unused_token_request(), auth=(self.draw.uuid(), self.oauth_client.secret))

    @anomaly("access_token_client_secret_wrong_401", 401, "ERR12007")
    def exchange_code_with_wrong_secret(self) -> None:
        """Exchange a code with a wrong client secret."""
        self.provoke(
            "POST", TOKEN, form=self.unused_token_request(), auth=(self.oauth_client.client_id, self.draw.token(16))
        )

    def unused_token_request(self) -> dict[str, str]:
        """Return a valid token request; a refusal of the client's credentials leaves its code as it is."""
        if not self.codes:
            self.keep_code(self.new_code())
        return self.token_request(self.codes[0])
