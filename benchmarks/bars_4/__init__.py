"""The bars of running it: speed and size (1 to 4), what survives kills and faults (5, 6)."""
