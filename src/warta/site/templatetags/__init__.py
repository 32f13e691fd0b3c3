"""Tags and filters of the public site's templates."""
