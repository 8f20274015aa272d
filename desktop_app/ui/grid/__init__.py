"""The grid of a topic: rows loaded in windows off the main thread, edited cell by cell."""
