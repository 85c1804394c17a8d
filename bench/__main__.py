"""`make bench`: pages beside a bare page, as ratios."""

from bench.pages import main

main()
