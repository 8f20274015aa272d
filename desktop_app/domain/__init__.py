"""The rules of the survey, pure: no window, file, database, clock or randomness of its own."""
