"""What cells and questions say: amounts, counts, measures, times, places, in nine languages.

`parse_x` reads a whole cell, `find_x` running text. Both give `Found` values with places and confidence.
"""
