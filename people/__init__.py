"""Who exists, who belongs to which organisation, who signs in."""
