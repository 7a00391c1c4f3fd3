"""What the invented suppliers of `samples/` sell: product types and their words in nine languages."""
