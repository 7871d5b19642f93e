"""Gateways: one outside system each. They know the wire, not our tables."""
