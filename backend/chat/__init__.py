"""Chat between a candidate and the recruiting team."""
