"""Contract suites of the ports, shipped so that an adapter written elsewhere can run them."""
