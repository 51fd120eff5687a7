"""The letters of this room: a consent that ends soon, or was taken back. None quotes any words."""
