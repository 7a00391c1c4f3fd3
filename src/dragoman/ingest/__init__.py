"""Loading: files -> tables -> rows -> offers -> the record, resumable at any moment."""
