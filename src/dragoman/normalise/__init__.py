"""Rows -> offers: what columns mean, what cells say, in nine languages."""

NORMALISER_VERSION = "7"
"""Rises when the same rows would give other offers: files are then read anew."""
