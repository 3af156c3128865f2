"""Pages of listening."""
