"""Microsoft Teams: an adapter. It translates, and decides nothing."""
