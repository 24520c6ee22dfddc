"""What is served over HTTP: the messengers' webhooks, and whether all is well."""
