"""What the sandbox's institute teaches, sells and says: Brilliant Academy's content.

A module for each exam or two. Dates are days from the moment of seeding, so that it
always looks fresh.
"""
