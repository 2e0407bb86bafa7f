"""The sandbox does what the seeds show, and what a test tells it to."""
