"""The quarter's cycle: decisions, dates, pay, papers, the next quarter."""
