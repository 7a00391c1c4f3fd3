"""Stores: the catalogue of record, from which everything else can be made anew."""
