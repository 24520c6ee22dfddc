"""What customers see: texts and messengers."""
