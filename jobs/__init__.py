"""Work in a process of its own: the queue, its worker, progress and time left."""
