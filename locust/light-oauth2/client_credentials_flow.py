"""The client credentials flow, and what goes wrong before a client is authenticated."""

from __future__ import annotations

from _endpoints import KEY, TOKEN
from _oauth_client import SCOPE, OAuthClientUser
from lo2.expectation import anomaly, correct

SIGNING_KEY_ID = "100"


class ClientCredentialsFlow(OAuthClientUser):
    """Get tokens for the client itself, and the key they are verified with."""

    weight = 1

    @correct
    def get_token(self) -> None:
        """Get a token for the client's scope."""
        form = {"grant_type": "client_credentials", "scope": SCOPE}
        self.send("POST", TOKEN, form=form, auth=self.oauth_client)

    @correct
    def get_key(self) -> None:
        """Get the certificate that verifies the tokens, as a resource server does."""
        self.send("GET", KEY, at=SIGNING_KEY_ID, auth=self.oauth_client)

    @anomaly("access_token_form_urlencoded_400", 400, "ERR12000", weight=1)
    def get_token_with_plain_text(self) -> None:
        """Get a token with a body that is not a form."""
        text = f"grant_type=authorization_code&client_id={self.oauth_client.client_id}"
        self.provoke("POST", TOKEN, text=text, headers={"Content-Type": "text/plain"})

    @anomaly("access_token_illegal_grant_type_400", 400, "ERR12001", weight=1)
    def get_token_with_unknown_grant_type(self) -> None:
        """Get a token by a grant that does not exist."""
        self.provoke("POST", TOKEN, form={"grant_type": "unsupported_grant"}, auth=self.oauth_client)
