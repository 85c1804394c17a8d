"""Who hears of what: the plain notice list."""
