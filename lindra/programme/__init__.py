"""What a treatment says: modules, pages, exercises and forms as frozen values read from files."""
