"""What people are asked when the partnership listens."""
