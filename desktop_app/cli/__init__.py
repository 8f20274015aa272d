"""The command line: every main job without a window, calling the same use cases."""
