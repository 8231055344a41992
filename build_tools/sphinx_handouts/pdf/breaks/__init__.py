"""Where lines and pages break: where WeasyPrint, left alone, would break none, or a wrong one."""
