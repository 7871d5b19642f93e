"""The pages of the patient."""
