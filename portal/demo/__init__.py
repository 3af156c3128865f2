"""The demonstration record: the Herefordshire Partnership, 2006 to 2011.

Built by calling the operations that a person's clicks call, with the clock set to the days of the record, so that
history, numbers and notices are as real use would have left them. What the record does not say is left out or, where a
page cannot do without it, marked "illustrative".
"""

from portal.demo.record import is_loaded, load
from portal.demo.sign_ins import PASSWORD, SIGN_INS

__all__ = ["PASSWORD", "SIGN_INS", "is_loaded", "load"]
