"""The command lines of the pipeline that have a file of their own."""
