"""Speed, memory and recall on made-up catalogues of any size, the same for everybody who asks for the same seed."""
