"""The bars of "any file a supplier sends"."""
