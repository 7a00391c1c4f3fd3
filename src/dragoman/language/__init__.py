"""Models behind the language ports. Defaults need no network: their weights come inside packages."""
