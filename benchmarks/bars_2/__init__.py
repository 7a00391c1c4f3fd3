"""The bars of search quality, measured through the real command and server on judgments nobody here made."""
