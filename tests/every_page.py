"""Who may open what: every address with the answer that each role must get, written down by hand.

The columns are the roles of `tests.world.ROLES`:
anonymous, outsider, member, chair, officer (of the open and the closed group), officer of another group, administrator.
200 is the page, 302 leads to the sign-in page (or on), 403 says no, 404 says nothing, 405 wants a button pressed.
"""

EVERYONE = "200 200 200 200 200 200 200"
SIGNED_IN = "302 200 200 200 200 200 200"
OFFICER = "302 403 403 403 200 403 403"
OFFICERS = "302 403 403 403 200 200 403"
ADMINISTRATOR = "302 403 403 403 403 403 200"
KEEPERS = "302 403 403 403 200 403 200"
LOG = "302 403 403 403 200 200 200"
POST_ONLY = "302 405 405 405 405 405 405"
THE_GROUP = "404 404 200 200 200 404 404"
OFFICER_ONLY_SEEN = "404 404 404 404 200 404 404"
UNSEEN_BUT_OFFICER = "302 404 404 404 200 404 404"
CLOSED_GROUP_KEPT = "302 404 403 403 200 404 404"

# name, what stands in the address (a thing of the world, or words), the answers
MEETING_PAGES = [
    ("meetings:meetings", {}, EVERYONE),
    ("meetings:meetings_csv", {}, EVERYONE),
    ("meetings:meeting", "approved", EVERYONE),
    ("meetings:meeting", "circulated", EVERYONE),
    ("meetings:meeting", "fresh", EVERYONE),
    ("meetings:meeting", "under_way", EVERYONE),
    ("meetings:meeting", "called", EVERYONE),
    ("meetings:meeting", "planned", EVERYONE),
    ("meetings:meeting", "cancelled", EVERYONE),
    ("meetings:meeting", "secret", THE_GROUP),
    ("meetings:agenda_pdf", "called", EVERYONE),
    ("meetings:agenda_word", "called", EVERYONE),
    ("meetings:agenda_pdf", "planned", OFFICER_ONLY_SEEN),
    ("meetings:agenda_word", "planned", OFFICER_ONLY_SEEN),
    ("meetings:agenda_pdf", "secret", THE_GROUP),
    ("meetings:minutes_pdf", "circulated", EVERYONE),
    ("meetings:minutes_word", "circulated", EVERYONE),
    ("meetings:minutes_pdf", "approved", THE_GROUP),
    ("meetings:minutes_word", "approved", THE_GROUP),
    ("meetings:minutes_pdf", "fresh", OFFICER_ONLY_SEEN),
    ("meetings:minutes_word", "fresh", OFFICER_ONLY_SEEN),
    ("meetings:minutes_pdf", "secret", THE_GROUP),
    ("meetings:minutes_word", "secret", THE_GROUP),
    ("meetings:versions", "circulated", EVERYONE),
    ("meetings:versions", "secret", THE_GROUP),
    ("meetings:compare", "circulated", EVERYONE),
    ("meetings:compare", "secret", THE_GROUP),
    ("meetings:decisions", {}, EVERYONE),
    ("meetings:decisions_csv", {}, EVERYONE),
    ("meetings:decision", "decision", EVERYONE),
    ("meetings:decision", "exempt_decision", THE_GROUP),
    ("meetings:decision", "draft_decision", OFFICER_ONLY_SEEN),
    ("meetings:decision", "secret_decision", THE_GROUP),
    ("meetings:actions", {}, EVERYONE),
    ("meetings:actions_csv", {}, EVERYONE),
    ("meetings:action", "action", EVERYONE),
    ("meetings:action", "draft_action", "404 404 200 404 200 404 404"),
    # What officers keep.
    ("meetings:plan_meeting", {}, OFFICERS),
    ("meetings:edit_meeting", "planned", OFFICER),
    ("meetings:edit_meeting", "secret", CLOSED_GROUP_KEPT),
    ("meetings:publish_agenda", "planned", OFFICER),
    ("meetings:start_meeting", "called", OFFICER),
    ("meetings:close_meeting", "under_way", OFFICER),
    ("meetings:cancel_meeting", "called", OFFICER),
    ("meetings:postpone_meeting", "called", OFFICER),
    ("meetings:agenda", "planned", OFFICER),
    ("meetings:agenda", "secret", CLOSED_GROUP_KEPT),
    ("meetings:add_item", "planned", OFFICER),
    ("meetings:add_supplement", "called", OFFICER),
    ("meetings:edit_item", "planned_item", UNSEEN_BUT_OFFICER),
    ("meetings:remove_item", "planned_item", UNSEEN_BUT_OFFICER),
    ("meetings:move_item", "planned_item", POST_ONLY),
    ("meetings:approve_minutes", "approval_item", UNSEEN_BUT_OFFICER),
    ("meetings:attendance", "under_way", OFFICER),
    ("meetings:circulate_minutes", "fresh", OFFICER),
    ("meetings:publish_draft_minutes", "circulated", OFFICER),
    ("meetings:sign_minutes", "approved", "302 403 403 200 200 403 403"),
    ("meetings:publish_minutes", "approved", OFFICER),
    ("meetings:publish_decisions", "fresh", OFFICER),
    ("meetings:meeting_history", "circulated", OFFICER),
    ("meetings:edit_decision", "draft_decision", UNSEEN_BUT_OFFICER),
    ("meetings:publish_decision", "draft_decision", UNSEEN_BUT_OFFICER),
    ("meetings:withdraw_decision", "draft_decision", UNSEEN_BUT_OFFICER),
    ("meetings:supersede_decision", "decision", OFFICER),
    ("meetings:update_actions", {}, SIGNED_IN),
    ("meetings:edit_action", "action", OFFICER),
    ("meetings:report_action", "action", "302 403 200 403 200 403 403"),
    ("meetings:reopen_action", "done_action", "302 404 200 403 200 404 404"),
    ("meetings:write", "under_way", OFFICER),
    ("meetings:write", "secret", CLOSED_GROUP_KEPT),
    ("meetings:write_item", "write_item", POST_ONLY),
    ("meetings:write_token", "under_way", OFFICER),
]

PORTAL_PAGES = [
    ("portal:home", {}, EVERYONE),
    ("portal:my_work", {}, SIGNED_IN),
    ("portal:search", {}, EVERYONE),
    ("portal:groups", {}, EVERYONE),
    ("portal:group", "group", EVERYONE),
    # An administrator keeps the members and rules of a closed group, so sees that it exists.
    ("portal:group", "closed", "404 404 200 200 200 404 200"),
    ("portal:people", {}, EVERYONE),
    ("portal:person", "person", EVERYONE),
    ("portal:organisations", {}, EVERYONE),
    ("portal:organisation", "body", EVERYONE),
    ("portal:topics", {}, EVERYONE),
    ("portal:topic", "topic", EVERYONE),
    ("portal:about", {}, EVERYONE),
    ("portal:accessibility", {}, EVERYONE),
    ("portal:privacy", {}, EVERYONE),
    ("core:resume", {}, SIGNED_IN),
    ("portal:gallery", {}, "302 404 404 404 200 200 200"),
    ("healthz", {}, EVERYONE),
]

PARTNERSHIP_PAGES = [
    ("partnership:manage", {}, ADMINISTRATOR),
    ("partnership:add_organisation", {}, ADMINISTRATOR),
    ("partnership:edit_organisation", "body", ADMINISTRATOR),
    ("partnership:add_person", {}, ADMINISTRATOR),
    ("partnership:edit_person", "person", ADMINISTRATOR),
    ("partnership:topics", {}, ADMINISTRATOR),
    ("partnership:add_topic", {}, ADMINISTRATOR),
    ("partnership:edit_topic", "topic", ADMINISTRATOR),
    ("partnership:add_group", {}, ADMINISTRATOR),
    ("partnership:edit_group", "group", ADMINISTRATOR),
    ("partnership:edit_rules", "group", ADMINISTRATOR),
    ("partnership:close_group", "group", ADMINISTRATOR),
    ("partnership:group_officers", "group", ADMINISTRATOR),
    ("partnership:support_group", "group", ADMINISTRATOR),
    ("partnership:stop_supporting_group", "support", ADMINISTRATOR),
    ("partnership:group_members", "group", EVERYONE),
    ("partnership:group_members", "closed", "404 404 200 200 200 404 200"),
    ("partnership:add_membership", "group", KEEPERS),
    ("partnership:end_membership", "membership", KEEPERS),
    ("partnership:group_offices", "group", EVERYONE),
    ("partnership:group_offices", "closed", "404 404 200 200 200 404 200"),
    ("partnership:appoint_to_office", "group", KEEPERS),
    ("partnership:end_office_term", "term", KEEPERS),
    ("partnership:group_seats", "group", EVERYONE),
    ("partnership:group_seats", "closed", "404 404 200 200 200 404 200"),
    ("partnership:add_seat", "group", ADMINISTRATOR),
    ("partnership:fill_seat", "vacant", KEEPERS),
    ("partnership:close_seat", "vacant", ADMINISTRATOR),
    ("partnership:end_seat_holding", "holding", KEEPERS),
    ("partnership:renew_mandate", "holding", KEEPERS),
    ("partnership:users", {}, ADMINISTRATOR),
    ("partnership:invite_user", {}, ADMINISTRATOR),
    ("partnership:user", "login", ADMINISTRATOR),
    ("partnership:edit_user", "login", ADMINISTRATOR),
    ("partnership:link_user", "login", ADMINISTRATOR),
    ("partnership:deactivate_user", "login", ADMINISTRATOR),
    ("partnership:reactivate_user", "former_login", ADMINISTRATOR),
    ("partnership:send_invitation_again", "login", POST_ONLY),
    ("partnership:history", {"app": "partnership", "kind": "group", "pk": "group"}, LOG),
    ("partnership:following", {}, SIGNED_IN),
    ("partnership:follow", {"kind": "group", "slug": "open-group"}, POST_ONLY),
    ("partnership:my_notices", {}, SIGNED_IN),
    ("partnership:notice", "notice", "302 404 302 404 404 404 404"),
    ("partnership:mark_notices_read", {}, POST_ONLY),
    ("partnership:manage_notices", {}, ADMINISTRATOR),
    ("partnership:retry_notice", "notice", POST_ONLY),
]

PAGES = [*MEETING_PAGES, *PORTAL_PAGES, *PARTNERSHIP_PAGES]
