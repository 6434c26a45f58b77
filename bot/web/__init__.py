"""The web: an adapter. It translates, and decides nothing."""
