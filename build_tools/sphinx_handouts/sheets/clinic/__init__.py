"""What of a sheet is a clinic's: its details in pieces, and the letterhead that they stand on."""
