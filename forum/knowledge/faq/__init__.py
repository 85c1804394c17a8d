"""FAQ entries: where each came from, who answers for it, when it is checked again."""
