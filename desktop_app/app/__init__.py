"""Use cases: verbs, as plain functions over the ports of a desk."""
