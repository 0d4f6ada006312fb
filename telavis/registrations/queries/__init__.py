"""Reading registrations: the queue, one of them with its evidence, the texts."""
