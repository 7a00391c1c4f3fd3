"""One module per page: what it takes from the URL, what it asks of Dragoman, which template shows it."""
