"""Scripts that run in an environment of their own, beside packages we do not depend on."""
