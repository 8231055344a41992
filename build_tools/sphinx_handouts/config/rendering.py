"""Workers, and what they may take."""

from __future__ import annotations

from .option import Option

OPTIONS = (
    Option(
        "handouts_jobs",
        0,
        (int,),
        "Worker processes. 0: as `sphinx-build -j` says, or else as many as cores.",
        rebuild="",
    ),
    Option(
        "handouts_timeout",
        30,
        (int, float),
        "Most seconds that the rendering of one edition may take; 0 sets no limit.",
        rebuild="",
    ),
    Option(
        "handouts_memory",
        1024,
        (int,),
        "Most memory that a worker process may use, in MiB; 0 sets no limit.",
        rebuild="",
    ),
    Option(
        "handouts_executor",
        "processes",
        (str,),
        'Where PDFs are rendered: `"processes"`, or `"dask"` (needs `sphinx-handouts[dask]`).',
        rebuild="",
    ),
    Option(
        "handouts_dask_address",
        "",
        (str,),
        'Address of a Dask scheduler: `"tcp://10.0.0.5:8786"`. Empty: a cluster on this machine.',
        rebuild="",
    ),
    Option(
        "handouts_cache",
        "",
        (str,),
        "Folder of rendered PDFs to use again, from the folder of `conf.py`. "
        "Empty: `handouts-cache` in the folder of the doctrees.",
        rebuild="",
    ),
    Option(
        "handouts_cache_size",
        512,
        (int,),
        "Largest size of that folder in MiB; the entries used longest ago go first.",
        rebuild="",
    ),
)
