"""Addresses of the pages by which people, groups and logins are kept."""

from django.urls import path

from partnership.views import (
    choices,
    following,
    groups,
    history,
    interests,
    manage,
    memberships,
    notices,
    offices,
    people,
    seats,
    topics,
    users,
)

app_name = "partnership"
urlpatterns = [
    path("manage/", manage.manage, name="manage"),
    # People, organisations and topics
    path("manage/organisations/add/", people.add_organisation, name="add_organisation"),
    path("organisations/<slug:slug>/edit/", people.edit_organisation, name="edit_organisation"),
    path("manage/people/add/", people.add_person, name="add_person"),
    path("people/<slug:slug>/edit/", people.edit_person, name="edit_person"),
    path("manage/topics/", topics.topics, name="topics"),
    path("manage/topics/add/", topics.add_topic, name="add_topic"),
    path("manage/topics/<slug:slug>/edit/", topics.edit_topic, name="edit_topic"),
    # Groups
    path("manage/groups/add/", groups.add_group, name="add_group"),
    path("groups/<slug:slug>/edit/", groups.edit_group, name="edit_group"),
    path("groups/<slug:slug>/rules/", groups.edit_rules, name="edit_rules"),
    path("groups/<slug:slug>/close/", groups.close_group, name="close_group"),
    path("groups/<slug:slug>/officers/", groups.group_officers, name="group_officers"),
    path("groups/<slug:slug>/officers/add/", groups.support_group, name="support_group"),
    path("officer-supports/<int:pk>/end/", groups.stop_supporting_group, name="stop_supporting_group"),
    # Members, offices, seats
    path("groups/<slug:slug>/members/", memberships.group_members, name="group_members"),
    path("groups/<slug:slug>/members/add/", memberships.add_membership, name="add_membership"),
    path("memberships/<int:pk>/end/", memberships.end_membership, name="end_membership"),
    path("memberships/<int:pk>/correct/", memberships.correct_membership, name="correct_membership"),
    path("groups/<slug:slug>/offices/", offices.group_offices, name="group_offices"),
    path("groups/<slug:slug>/offices/appoint/", offices.appoint_to_office, name="appoint_to_office"),
    path("office-terms/<int:pk>/end/", offices.end_office_term, name="end_office_term"),
    path("groups/<slug:slug>/seats/", seats.group_seats, name="group_seats"),
    path("groups/<slug:slug>/seats/add/", seats.add_seat, name="add_seat"),
    path("groups/<slug:slug>/seats/<int:pk>/fill/", seats.fill_seat, name="fill_seat"),
    path("groups/<slug:slug>/seats/<int:pk>/close/", seats.close_seat, name="close_seat"),
    path("seat-holdings/<int:pk>/end/", seats.end_seat_holding, name="end_seat_holding"),
    path("seat-holdings/<int:pk>/mandate/", seats.renew_mandate, name="renew_mandate"),
    # The register of interests
    path("groups/<slug:slug>/interests/", interests.group_interests, name="group_interests"),
    path("people/<slug:slug>/interests/", interests.person_interests, name="person_interests"),
    path("people/<slug:slug>/interests/add/", interests.register_interest, name="register_interest"),
    path("people/<slug:slug>/interests/review/", interests.review_interests, name="review_interests"),
    path("interests/<int:pk>/edit/", interests.edit_interest, name="edit_interest"),
    path("interests/<int:pk>/end/", interests.end_interest, name="end_interest"),
    # Logins
    path("manage/users/", users.users, name="users"),
    path("manage/users/invite/", users.invite_user, name="invite_user"),
    path("manage/users/<int:pk>/", users.user, name="user"),
    path("manage/users/<int:pk>/edit/", users.edit_user, name="edit_user"),
    path("manage/users/<int:pk>/email/", users.change_email, name="change_email"),
    path("manage/users/<int:pk>/person/", users.link_user, name="link_user"),
    path("manage/users/<int:pk>/deactivate/", users.deactivate_user, name="deactivate_user"),
    path("manage/users/<int:pk>/reactivate/", users.reactivate_user, name="reactivate_user"),
    path("manage/users/<int:pk>/invite-again/", users.send_invitation_again, name="send_invitation_again"),
    # History and notices
    path("history/<str:app>.<str:kind>/<int:pk>/", history.history, name="history"),
    path("account/following/", following.following, name="following"),
    path("account/following/<slug:kind>/<slug:slug>/", following.follow, name="follow"),
    path("account/notices/", notices.my_notices, name="my_notices"),
    path("account/notices/<int:pk>/", notices.notice, name="notice"),
    path("account/notices/choices/", choices.choose_notices, name="choose_notices"),
    path("notices/stop/<str:token>/", choices.stop_notices, name="stop_notices"),
    path("account/notices/read/", notices.mark_notices_read, name="mark_notices_read"),
    path("manage/notices/", notices.manage_notices, name="manage_notices"),
    path("manage/notices/<int:pk>/retry/", notices.retry_notice, name="retry_notice"),
]
