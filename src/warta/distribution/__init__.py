"""What machines read: feeds, sitemaps, structured data. All of it from `Shown` stories, cut for a stranger."""
