"""Pages that show the rows of several rooms: home, people, office."""
