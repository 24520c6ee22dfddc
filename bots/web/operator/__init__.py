"""The operator's page: server-rendered, without scripts, behind a password."""
