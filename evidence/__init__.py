"""What can be shown of the programme's work: quotes, and the consent under which they are used."""
