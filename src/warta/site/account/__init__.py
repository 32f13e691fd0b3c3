"""A reader's own side of the site: who they are to the edge, and what they read."""
