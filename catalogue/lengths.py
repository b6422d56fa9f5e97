"""How long a name, a date and a number can be; a longer text is none.

In 222,000 works of four museums the longest title has 771 characters, the longest list of artists
495, the longest subject 876, the longest date 87 and the longest inventory number 23. The limits
are several times that. Without them a single cell of a damaged file costs minutes: names are taken
apart, turned round and compared letter by letter.
"""

LONGEST_CELL = 20_000
"""Characters after which a cell is cut. The longest text in the exports of Tate, MoMA, the Carnegie
and SemArt has 5,854; a longer cell is nearly always due to an unclosed quotation mark."""
LONGEST_NAME = 4_000
"""Characters of a title, and of the artists."""
LONGEST_DATE = 400
LONGEST_NUMBER = 200
MOST_COLUMNS = 2_000
"""Columns of a table. The widest of museums' exports has some 120."""
