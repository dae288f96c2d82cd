"""Other people's spreadsheets: what each column becomes here, guessed, asked, and kept."""
