"""Thin faces over the app: command line, REST, web. Each gives the same answers."""
