"""Files written whole, kept and hashed: whoever is interrupted, a file is old or new.

The front doors are `files.write_atomically`, `staging.Staging`, `cache.Cache`, `memory.Memory`,
`env_values.EnvValue` and `digests`. It knows bytes and paths, and nothing of handouts but the
records that are kept.
"""
