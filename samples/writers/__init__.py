"""How each invented supplier writes its list, and the bytes of the files."""
