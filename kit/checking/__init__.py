"""Reads a file that somebody brought, and says whether it is what it says and does nothing else.

`python -m kit.checking SORT PATH` does so in a process of its own with little memory and time: the
parsers meet whatever a stranger has built. It ends with 0 (clean), 1 (refused, with a sentence) or
anything else (it could not look), as scanners for viruses do.
"""
