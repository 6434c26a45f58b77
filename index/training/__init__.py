"""Trains what is shipped in `index/data/`: `python -m index.training`."""
