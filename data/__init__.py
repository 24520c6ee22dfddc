"""The data layer: database, tables, repositories."""
