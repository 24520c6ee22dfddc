"""What customers read: templates by language, filled by `bots.texts.compose`."""
