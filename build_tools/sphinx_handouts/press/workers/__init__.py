"""Workers: processes of this machine, or of a Dask cluster, and what they do with a job."""
