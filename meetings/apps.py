from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what goes with the mails about meetings."""
        from meetings import invitations  # has models, which must wait for the apps

        invitations.register()
