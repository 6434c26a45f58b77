"""Reads an interaction: who clicked, on what, and where an answer may go."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.slack.state import State, unpack


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class User(_Part):
    id: str


class Channel(_Part):
    id: str = ""


class Container(_Part):
    type: str = ""
    channel_id: str = ""
    message_ts: str = ""
    thread_ts: str = ""
    is_ephemeral: bool = False


class OpenView(_Part):
    """The modal or home that was clicked in, or sent."""

    id: str = ""
    type: str = ""
    callback_id: str = ""
    private_metadata: str = ""
    state: dict[str, Any] = Field(default_factory=dict)

    def value(self, block: str) -> Any:
        """What was filled in in an input block: a text, the value of a choice, a list of them, or None."""
        for element in (self.state.get("values") or {}).get(block, {}).values():
            if "selected_options" in element:
                return [option["value"] for option in element["selected_options"]]
            chosen = element.get("selected_option")
            return chosen["value"] if chosen else element.get("value")
        return None


class Action(_Part):
    action_id: str = ""
    block_id: str = ""
    value: str = ""
    selected_option: dict[str, Any] | None = None


class Said(_Part):
    """The message that was clicked at or that a shortcut was used on."""

    ts: str = ""
    thread_ts: str = ""
    text: str = ""
    user: str = ""


class Click(_Part):
    """block_actions, message_action, view_submission and view_closed: the fields that matter."""

    user: User
    channel: Channel = Channel()
    container: Container = Container()
    view: OpenView = OpenView()
    message: Said = Said()
    actions: tuple[Action, ...] = ()
    trigger_id: str = ""
    response_url: str = ""

    @property
    def state(self) -> State:
        """What the clicked button carries."""
        return unpack(self.actions[0].value) if self.actions else State()

    @property
    def chosen(self) -> str:
        """The value chosen in a menu."""
        option = self.actions[0].selected_option if self.actions else None
        return str(option["value"]) if option else ""

    @property
    def in_modal(self) -> bool:
        return self.view.type == "modal"

    @property
    def at(self) -> str:
        """The channel, or "" in App Home and its modals."""
        return self.channel.id or self.container.channel_id

    @property
    def message_ts(self) -> str:
        return self.message.ts or self.container.message_ts

    @property
    def thread(self) -> str:
        """The thread that the clicked message is in, or starts."""
        return self.message.thread_ts or self.container.thread_ts or self.message_ts

    @property
    def place(self) -> str:
        """What the records call the conversation; see `Incoming.place`."""
        if not self.at:
            return f"home:{self.user.id}"
        return self.at if self.at.startswith("D") or self.container.is_ephemeral else f"{self.at}:{self.thread}"
