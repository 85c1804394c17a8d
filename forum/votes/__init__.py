"""'Helpful' and 'did not work for me', and the score they make."""
