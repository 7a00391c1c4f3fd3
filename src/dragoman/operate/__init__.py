"""Running it: telling how it stands, keeping index and record together, copies of everything."""
