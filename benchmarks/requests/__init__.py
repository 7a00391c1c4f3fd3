"""Buyers' requests in nine languages with what a careful reader takes from each; see README.md."""
