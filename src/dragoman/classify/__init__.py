"""From what goods are called and said to be, in any language, to the code they have in the Harmonized System."""
