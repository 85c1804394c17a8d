"""Did it work? What a mailed link leads to, and what staff are told."""
