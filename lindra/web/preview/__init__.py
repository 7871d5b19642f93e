"""`lindra programme preview`: a programme as the patient and as staff see it, anew at each save."""
