"""Opening files that strangers made: in a process of their own, with limits of time, memory and pages.

A file can be damaged, be protected, or be made to fill the machine that opens it. Whatever happens in the child, the
parent gets an answer: what was read, or a sentence that says why it could not be.

Nothing is imported here: the children live in this package and must start quickly.
"""
