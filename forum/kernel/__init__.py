"""What every slice stands on: database, clock, events, errors, words, text, settings."""
