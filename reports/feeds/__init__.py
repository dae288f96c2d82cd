"""The feeds: flat tables of what the reports say, for Excel and Power BI."""
