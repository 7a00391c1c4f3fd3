"""Landed cost of a thousand offers at once, to put them in order: what `trade.landed` reckons line by line in Decimal,
reckoned here in columns of floats. A test holds the two equal.

    terms.py      Offer -> OrderTerms, as an index holds them
    orders.py     what would be ordered, and the price of the goods
    lanes.py      who pays which leg on which way, and by which rate card; once for each way
    carriage.py   what the rate cards come to
    duties.py     which rates hold for which goods; once for each code and origin
    imports.py    customs value, duty, fees and taxes
    reckon.py     puts them together, and keeps what it has looked up
"""
