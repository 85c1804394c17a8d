"""What finds threads: one protocol, one package for each engine."""
