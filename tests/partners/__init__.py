"""The room `partners`."""
