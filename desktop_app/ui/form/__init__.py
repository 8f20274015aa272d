"""The form of one record, beside the grid or over it."""
