"""Bodies are compressed from here on; those of before stay as they are and are read as they were.

Nothing is rewritten: the new number keeps an older Dragoman, which cannot read compressed bodies, from opening the record.
"""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """A body that is empty in `offer_versions` is the one that `offers` has for the same offer."""
