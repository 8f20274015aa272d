"""The encrypted home: the op log as truth, merged records, projections, peers (DESIGN §4, §8)."""
