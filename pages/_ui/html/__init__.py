"""Pure functions: escaped markup."""
