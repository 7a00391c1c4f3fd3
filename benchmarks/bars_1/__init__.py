"""The bars of the foundation, measured anew by `make bars-1`: one module a bar."""
