"""The floor: the least that a signed-in page of a Django site costs. Ratios are told against it."""
