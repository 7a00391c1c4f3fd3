"""The bars of comparing what cannot be compared: typed arithmetic, worked examples, reported failures."""
