"""Pure functions: words for people about decisions, clips, verdicts, jobs and catalogues."""
