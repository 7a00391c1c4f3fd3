"""Two to eight offers side by side: brought to one unit, one currency and one place, the buyer's door.

side_by_side.py   the rows: costs, terms, properties; what differs, what is best, what is not known
asks.py           what is not known as questions, and a text to send to the supplier
break_even.py     from which quantity on which offer is the cheapest
formulas.py       the lines of a landed cost as formulas that a spreadsheet works out anew
"""
