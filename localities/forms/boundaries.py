"""A step to confirm about a set of boundaries."""

from core.forms import GovukForm


class ConfirmForm(GovukForm):
    """Nothing to fill in."""

    submit_label = "Publish"
