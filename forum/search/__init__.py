"""Finding the thread that somebody meant."""
