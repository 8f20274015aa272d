"""The pages of the window: one file a place of the rail."""
