"""A Testpress of our own behind real HTTP: for the demo, and as a witness for tests.

It shares no code with the gateway, so that the two can disagree. What it does is
what the two seed documents show; where they are silent, each module says what was
chosen and why.
"""
