"""What each address does: a function of the world and a request."""
