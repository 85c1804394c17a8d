"""Where messages come from. Each source lets go of a message only after it has been kept."""
