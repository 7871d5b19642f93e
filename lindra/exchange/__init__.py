"""What leaves the house: the patient's own data, exports, notes ready for the record."""
