"""The invented people of the demo, and the months they have lived."""
