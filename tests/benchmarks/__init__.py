"""Measurements, with the threads set as the commands have them: before NumPy is imported."""

import index  # noqa: F401
