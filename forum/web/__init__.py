"""What every page shares: guards, errors, words, filters, committing."""
