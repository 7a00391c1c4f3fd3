"""The bars of "any file a supplier sends", as `make bars-3` measures them."""
