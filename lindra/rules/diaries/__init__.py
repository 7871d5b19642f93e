"""Diaries: the arithmetic of sleep, training, activity and the weekly check."""
