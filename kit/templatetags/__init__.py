"""Template tags of the form pack."""
