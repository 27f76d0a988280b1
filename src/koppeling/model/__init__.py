"""From `Instance` to plain arrays, and from arrays to CP-SAT."""
