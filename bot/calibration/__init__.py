"""Fits the choice of a quote and the confidence to questions with known answers: `python -m bot.calibration`."""
