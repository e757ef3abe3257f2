"""The doors: pages, API, command line, sign-in."""
