"""How good the ranking is: judged queries are asked of the index in use, and what comes is counted."""
