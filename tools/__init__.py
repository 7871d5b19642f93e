"""What sets the project up, starts it and checks it; nothing here runs in production."""
