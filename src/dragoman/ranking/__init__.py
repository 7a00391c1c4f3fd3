"""Scorers of candidates by their features: learned trees, and weights set by hand."""
