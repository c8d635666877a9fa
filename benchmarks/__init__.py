"""Measurements, kept apart from the tests."""
