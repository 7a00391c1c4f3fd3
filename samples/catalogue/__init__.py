"""The invented suppliers of `samples/`: what they sell, how they write, which files they send."""
