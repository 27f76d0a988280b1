"""
The independent check of a published result.

Written from the specification alone, in plain loops over dates and cells: it
shares no code with the rules, the model or the solver, so that a mistake there
cannot hide here. Start at `koppeling.verify.check.verify`.
"""
