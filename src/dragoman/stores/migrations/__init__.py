"""Schema revisions of the record, oldest first in `versions/`."""
