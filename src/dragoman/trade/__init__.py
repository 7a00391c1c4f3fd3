"""Trade arithmetic: pure functions of offers, quantities and dated rates. Nothing here opens anything."""
