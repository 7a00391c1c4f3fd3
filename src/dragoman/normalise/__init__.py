"""Rows in, offers out; text in, tokens out. Pure: nothing here opens a file or a store."""
