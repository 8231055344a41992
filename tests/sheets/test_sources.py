"""What a sheet says of a source."""

from __future__ import annotations

from pybtex.database import parse_string
from sphinx_handouts.sheets.sources import read_source


def test_marks_of_latex_are_read_as_what_they_mean() -> None:
    """No name or title is printed with the braces and commands of its bibliography."""
    told = r"""@article{one,
        author = {Daki{\'c}, Milo{\v{s}} and Torsteinb{\o}, Ove},
        title = {{GBD}: 50% of pain, 1990--2020},
        journal = {Spine \& Joints}, year = {2020}, doi = {10.1/a_b}}"""
    source = read_source(parse_string(told, "bibtex").entries["one"])
    assert source.words == "Dakić & Torsteinbø 2020. GBD: 50% of pain, 1990–2020. Spine & Joints"
    assert source.identifier == "doi:10.1/a_b"
