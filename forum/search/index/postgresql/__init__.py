"""PostgreSQL as index and store, for any number of nodes; the words and the scoring are ours."""
