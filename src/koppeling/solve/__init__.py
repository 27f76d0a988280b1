"""The only caller of the solver: levels in turn, in a process of its own."""
