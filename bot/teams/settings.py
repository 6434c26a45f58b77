"""The `teams:` part of the configuration."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class TeamsSettings(BaseModel):
    """Secrets come from the environment (TEAMS_APP_ID, TEAMS_TENANT_ID, TEAMS_APP_SECRET)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = False
    app_id: str = ""
    tenant_id: str = ""
    app_secret: SecretStr = SecretStr("")
    allowed_tenants: tuple[str, ...] = ()  # empty: tenant_id only
    allowed_service_hosts: tuple[str, ...] = Field(default=())  # empty: Microsoft's own
    ask_a_person: str = ""  # id of a Teams conversation that questions may be passed on to
    developer: str = Field("Strategiboten", min_length=1, max_length=32)  # whose app it is, in the app package
    privacy_url: str = ""  # the organisation's page about privacy; empty: the bot's own front page
    terms_url: str = ""  # and about terms of use
    patience: float = Field(1.5, ge=0, le=60)  # seconds before a note says that the bot is still looking

    @property
    def tenants(self) -> frozenset[str]:
        """Tenants that are answered, in lower case."""
        return frozenset(tenant.lower() for tenant in self.allowed_tenants or (self.tenant_id,) if tenant)
