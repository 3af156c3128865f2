"""Tables that officers hand in, held against the record: what is in them, and what is wrong with them."""
