"""The house rules: their versions, and who has accepted which."""
