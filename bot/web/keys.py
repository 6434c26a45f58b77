"""What the handlers share, kept on the application under typed keys."""

from __future__ import annotations

from aiohttp import web

from bot.batching import BatchingService
from bot.config import Settings
from bot.records.types import Records
from bot.tasks import BackgroundTasks
from bot.web.conversations import Conversations

SETTINGS = web.AppKey("settings", Settings)
SERVICE = web.AppKey("service", BatchingService)
RECORDS = web.AppKey("records", Records)
TASKS = web.AppKey("tasks", BackgroundTasks)
CONVERSATIONS = web.AppKey("conversations", Conversations)
