"""The addresses of listening."""

from django.urls import path

from engagement.views import consultation_keeping as keeping
from engagement.views import (
    consultations,
    consultees,
    feeds,
    findings,
    framework_writing,
    frameworks,
    measures,
    mentions,
    outcomes,
    places,
    programmes,
    questions,
    remarks,
    responding,
    responses,
    rules,
    savings,
    themes,
)

app_name = "engagement"
urlpatterns = [
    path("engagement/objectives/", measures.objectives, name="objectives"),
    path("engagement/objectives/measures/add/", measures.add_measure, name="add_measure"),
    path("engagement/objectives/measures/<int:pk>/", measures.edit_measure, name="edit_measure"),
    path("engagement/objectives/measures/<int:pk>/figure/", measures.record_result, name="record_result"),
    path("engagement/findings/", findings.findings, name="findings"),
    path("engagement/findings/add/", findings.add_finding, name="add_finding"),
    path("engagement/findings/<slug:slug>/", findings.finding, name="finding"),
    path("engagement/findings/<slug:slug>/edit/", findings.edit_finding, name="edit_finding"),
    path("engagement/savings/", savings.savings, name="savings"),
    path("engagement/savings/together/", savings.record_saving, name="record_saving"),
    path("engagement/savings/avoided/", savings.record_avoided, name="record_avoided"),
    path("engagement/savings/<int:pk>/strike/", savings.strike_saving, name="strike_saving"),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/begin/", programmes.begin_programme, name="begin_programme"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("programmes/<slug:slug>/edit/", programmes.edit_programme, name="edit_programme"),
    path("programmes/<slug:slug>/publish/", programmes.publish_programme, name="publish_programme"),
    path("programmes/<slug:slug>/offer/", programmes.begin_offering, name="begin_offering"),
    path("programmes/<slug:slug>/apply/", places.apply_for_place, name="apply_for_place"),
    path("programmes/<slug:slug>/write-down/", places.enter_application, name="enter_application"),
    path("programmes/<slug:slug>/add-day/", programmes.add_programme_day, name="add_programme_day"),
    path(
        "programmes/<slug:slug>/days/<int:number>/", programmes.edit_programme_day, name="edit_programme_day"
    ),
    path(
        "programmes/<slug:slug>/days/<int:number>/attendance/",
        programmes.enter_attendance,
        name="enter_attendance",
    ),
    path("programmes/<slug:slug>/places/", programmes.programme_places, name="programme_places"),
    path("programmes/<slug:slug>/places/<int:pk>/", places.place, name="place"),
    path("programmes/<slug:slug>/places/<int:pk>/accept/", places.accept_place, name="accept_place"),
    path("programmes/<slug:slug>/places/<int:pk>/decline/", places.decline_place, name="decline_place"),
    path("programmes/<slug:slug>/places/<int:pk>/withdraw/", places.withdraw_place, name="withdraw_place"),
    path("programmes/<slug:slug>/places/<int:pk>/bursary/", places.ask_for_bursary, name="ask_for_bursary"),
    path("programmes/<slug:slug>/places/<int:pk>/decide/", places.decide_bursary, name="decide_bursary"),
    path("consultations/", consultations.consultations, name="consultations"),
    path("consultations/register.csv", consultations.consultations_csv, name="consultations_csv"),
    path("consultations/forward-plan/", consultations.forward_plan, name="consultation_plan"),
    path("consultations/plan/", keeping.draft_consultation, name="draft_consultation"),
    path("consultations/feed.atom", feeds.consultations_feed, name="consultations_feed"),
    path("consultations/calendar.ics", feeds.consultations_calendar, name="consultations_calendar"),
    path("consultations/rules/", rules.rule_sets, name="rule_sets"),
    path("consultations/rules/add/", rules.add_rule_set, name="add_rule_set"),
    path("consultations/rules/<int:pk>/", rules.edit_rule_set, name="edit_rule_set"),
    path("consultations/named-in-minutes/", mentions.mentions, name="mentions"),
    path("consultations/named-in-minutes/add/", mentions.note_mention, name="note_mention"),
    path("consultations/named-in-minutes/<slug:slug>/", mentions.mention, name="mention"),
    path("consultations/named-in-minutes/<slug:slug>/edit/", mentions.edit_mention, name="edit_mention"),
    path("consultations/<slug:slug>/", consultations.consultation, name="consultation"),
    path("consultations/<slug:slug>/edit/", keeping.edit_consultation, name="edit_consultation"),
    path("consultations/<slug:slug>/options/", keeping.write_options, name="write_options"),
    path(
        "consultations/<slug:slug>/to-forward-plan/",
        keeping.plan_consultation,
        name="plan_consultation",
    ),
    path("consultations/<slug:slug>/asked-before/", findings.asked_before, name="asked_before"),
    path("consultations/<slug:slug>/overlaps/", keeping.overlapping, name="overlaps"),
    path(
        "consultations/<slug:slug>/launch/",
        keeping.launch_consultation,
        name="launch_consultation",
    ),
    path("consultations/<slug:slug>/days/", keeping.change_days, name="change_days"),
    path(
        "consultations/<slug:slug>/call-off/",
        keeping.call_off_consultation,
        name="call_off_consultation",
    ),
    path(
        "consultations/<slug:slug>/history/",
        keeping.consultation_history,
        name="consultation_history",
    ),
    path("consultations/<slug:slug>/respond/", responding.respond, name="respond"),
    path(
        "consultations/<slug:slug>/received/<uuid:token>/",
        responding.response_received,
        name="response_received",
    ),
    path("consultations/<slug:slug>/write-down/", responding.enter_response, name="enter_response"),
    path("consultations/<slug:slug>/responses/", responses.responses, name="responses"),
    path("consultations/<slug:slug>/responses.csv", responses.responses_csv, name="responses_csv"),
    path(
        "consultations/<slug:slug>/responses/publish/", responses.publish_responses, name="publish_responses"
    ),
    path(
        "consultations/<slug:slug>/responses/<int:pk>/redact/", responses.redact_answer, name="redact_answer"
    ),
    path("consultations/<slug:slug>/consultees/add/", consultees.add_consultee, name="add_consultee"),
    path("consultations/<slug:slug>/consultees/<int:pk>/", consultees.edit_consultee, name="edit_consultee"),
    path("consultations/<slug:slug>/channels/add/", consultees.record_channel, name="record_channel"),
    path("consultations/<slug:slug>/themes/", themes.code_answers, name="code_answers"),
    path("consultations/<slug:slug>/themes/add/", themes.add_theme, name="add_theme"),
    path("consultations/<slug:slug>/themes/<int:pk>/", themes.edit_theme, name="edit_theme"),
    path("consultations/<slug:slug>/conclude/", outcomes.conclude_consultation, name="conclude_consultation"),
    path("consultations/<slug:slug>/decision/", outcomes.cite_consultation, name="cite_consultation"),
    path("consultations/<slug:slug>/questions/", questions.write_questions, name="write_questions"),
    path("consultations/<slug:slug>/questions/add/", questions.add_question, name="add_question"),
    path(
        "consultations/<slug:slug>/questions/<int:position>/", questions.edit_question, name="edit_question"
    ),
    path("engagement/", frameworks.engagement, name="engagement"),
    path("engagement/framework/begin/", framework_writing.begin_framework, name="begin_framework"),
    path("engagement/framework/compare/", frameworks.compare_framework, name="compare_framework"),
    path("engagement/framework/<int:number>/", frameworks.framework_version, name="framework_version"),
    path("engagement/framework/<int:number>/framework.pdf", frameworks.framework_pdf, name="framework_pdf"),
    path(
        "engagement/framework/<int:number>/framework.docx", frameworks.framework_word, name="framework_word"
    ),
    path("engagement/framework/<int:number>/edit/", framework_writing.edit_framework, name="edit_framework"),
    path("engagement/framework/<int:number>/add-section/", framework_writing.add_section, name="add_section"),
    path(
        "engagement/framework/<int:number>/sections/<int:position>/",
        framework_writing.write_section,
        name="write_section",
    ),
    path(
        "engagement/framework/<int:number>/sections/<int:position>/take-out/",
        framework_writing.remove_section,
        name="remove_section",
    ),
    path(
        "engagement/framework/<int:number>/issue/", framework_writing.issue_framework, name="issue_framework"
    ),
    path(
        "engagement/framework/<int:number>/comments-until/",
        framework_writing.extend_comments,
        name="extend_comments",
    ),
    path(
        "engagement/framework/<int:number>/approve/",
        framework_writing.approve_framework,
        name="approve_framework",
    ),
    path("engagement/framework/<int:number>/drop/", framework_writing.drop_framework, name="drop_framework"),
    path(
        "engagement/framework/<int:number>/history/",
        framework_writing.framework_history,
        name="framework_history",
    ),
    path("engagement/framework/<int:number>/comment/", remarks.send_remark, name="send_remark"),
    path("engagement/framework/<int:number>/write-down/", remarks.enter_remark, name="enter_remark"),
    path("engagement/framework/<int:number>/ask/", remarks.ask_consultee, name="ask_consultee"),
    path(
        "engagement/framework/<int:number>/comments/<int:pk>/answer/",
        remarks.answer_remark,
        name="answer_remark",
    ),
]
