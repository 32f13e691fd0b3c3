"""The public views: parse, ask, answer."""
