"""The smallest valid thing of each kind, for tests. One module for each app."""
