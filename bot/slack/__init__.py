"""Slack: an adapter. It translates, and decides nothing."""
