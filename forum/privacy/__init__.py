"""What goes out of the forum for good: a secret wherever it was written, and who somebody was."""
