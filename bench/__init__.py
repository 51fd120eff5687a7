"""Benchmarks: the portal's main pages beside a floor, interleaved in one run."""
