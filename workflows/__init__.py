"""Processes over time: commands, the lifecycle machine, prompts, notifications, imports."""
