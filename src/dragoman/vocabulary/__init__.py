"""The trade's words in nine languages, as data: units, currencies, countries, certificates, materials, field names."""
