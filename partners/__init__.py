"""The room `partners`: who a town knows where, and how close the two are."""
