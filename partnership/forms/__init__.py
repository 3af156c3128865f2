"""What people answer when they keep the partnership's people, groups and logins."""
