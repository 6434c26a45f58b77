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
    ask_a_person: str = ""
