"""Offers of one product, found and grouped: candidate pairs, their features, a calibrated confidence, groups."""
