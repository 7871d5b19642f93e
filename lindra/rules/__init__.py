"""Rules: pure decisions. Values and `now` in; an answer, or `Refused`, out."""
