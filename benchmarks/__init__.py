"""`make bench`: ratios against something measured in the same run; nothing is asserted."""
