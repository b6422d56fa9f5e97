"""Pure functions: words for people about decisions, clips, jobs and catalogues."""
