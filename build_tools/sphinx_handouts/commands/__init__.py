"""What the command line does: one module a command.

The front door is each module's ``add_parser``, which `sphinx_handouts.__main__` calls. Commands
read the project, the ledger and the manifest, and yield the lines that are printed; what is wrong
is a `CommandError`. Sphinx is loaded late, by the commands that need it. No rule about content
lives here: those are `checks`.
"""
