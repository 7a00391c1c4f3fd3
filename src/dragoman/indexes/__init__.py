"""Search indexes: derived from the record, rebuildable at any time."""
