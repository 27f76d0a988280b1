"""
The specification without a solver (domain.md §§2-6).

`situation.Situation` derives, once, what the rules need from an `Instance`;
each module holds one family of rules; `checking.check` judges a solution.
"""
