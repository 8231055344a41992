"""The styles of a sheet: found sooner, and kept from one layout to the next."""
