"""The append-only record: entries with digests, one chain per ticket and one for administration."""
