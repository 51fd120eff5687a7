"""Pages of digests: the list, the edition as it is read, the desk where it is made."""
