"""The steps of the pipeline, one file each; they know interfaces, never a messenger or a table."""
