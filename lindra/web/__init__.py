"""Pages: doors, views, forms and what templates need."""
