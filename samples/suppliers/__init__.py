"""Who the invented suppliers are, and which articles each of them offers."""
