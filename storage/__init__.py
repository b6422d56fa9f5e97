"""The ground floor: the workspace folder, SQLite databases, locks and atomic writes."""
