"""The help centre: articles in both languages, from the repository or as HR has rewritten them."""
