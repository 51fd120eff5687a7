"""The map of relationships as our own SVG, the same map always drawn the same. Pure.

Twice: as lines for wide screens and paper; as a grid of dots for phones, where lines would cross in
too little room. The names are links; lines and dots are told in words by the table beside them, so
that they are hidden from who listens.
"""
