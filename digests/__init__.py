"""The quarterly All Project Towns digest: it drafts itself, towns check it, and it is frozen."""
