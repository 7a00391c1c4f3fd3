"""From a buyer's words to ranked offers with a verdict per requirement."""
