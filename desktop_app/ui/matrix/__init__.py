"""A topic filled in as one sheet by single keys: its model, its view, how its cells and its head look."""
