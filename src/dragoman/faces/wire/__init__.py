"""One JSON shape for `--json` on the command line and for REST."""
