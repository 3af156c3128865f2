"""The addresses of money."""

from django.urls import path

from funding.views import agreement_keeping, agreements, keeping, moving, performance, reading, rewards

app_name = "funding"
AGREEMENT = "funding/agreements/<slug:slug>/"
urlpatterns = [
    path("funding/", reading.funding, name="funding"),
    path("funding/add/", keeping.add_pot, name="add_pot"),
    # Before the pots: no pot is called at these addresses (`RESERVED_ADDRESSES`).
    path("funding/agreements/", agreements.agreements, name="agreements"),
    path("funding/agreements/add/", agreement_keeping.add_agreement, name="add_agreement"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(f"{AGREEMENT}edit/", agreement_keeping.edit_agreement, name="edit_agreement"),
    path(f"{AGREEMENT}history/", agreements.agreement_history, name="agreement_history"),
    path(f"{AGREEMENT}add-block/", agreement_keeping.add_block, name="add_block"),
    path(f"{AGREEMENT}add-outcome/", agreement_keeping.add_outcome, name="add_outcome"),
    path(f"{AGREEMENT}add-indicator/", agreement_keeping.add_indicator, name="add_indicator"),
    path(f"{AGREEMENT}assessments/", agreements.assessments, name="assessments"),
    path(f"{AGREEMENT}assess/", performance.assess_agreement, name="assess_agreement"),
    path(
        f"{AGREEMENT}assessments/<int:pk>/correct/", performance.correct_assessment, name="correct_assessment"
    ),
    path(f"{AGREEMENT}refresh/", performance.refresh_agreement, name="refresh_agreement"),
    path(f"{AGREEMENT}refreshes/<int:pk>/", agreements.refresh, name="refresh"),
    path(f"{AGREEMENT}promise-reward/", rewards.promise_reward, name="promise_reward"),
    path(f"{AGREEMENT}rewards/<int:pk>/", agreements.reward, name="reward"),
    path(f"{AGREEMENT}rewards/<int:pk>/pay/", rewards.pay_instalment, name="pay_instalment"),
    path(f"{AGREEMENT}indicators/<slug:indicator>/", agreements.indicator, name="indicator"),
    path(
        f"{AGREEMENT}indicators/<slug:indicator>/edit/",
        agreement_keeping.edit_indicator,
        name="edit_indicator",
    ),
    path(f"{AGREEMENT}indicators/<slug:indicator>/set-target/", performance.set_target, name="set_target"),
    path(f"{AGREEMENT}indicators/<slug:indicator>/record/", performance.record_result, name="record_result"),
    path(
        f"{AGREEMENT}indicators/<slug:indicator>/figures/<int:pk>/correct/",
        performance.correct_result,
        name="correct_result",
    ),
    path("funding/<slug:slug>/", reading.pot, name="pot"),
    path("funding/<slug:slug>/<int:year>/", reading.year, name="year"),
    path("funding/<slug:slug>/ledger/", reading.ledger, name="ledger"),
    path("funding/<slug:slug>/ledger.csv", reading.ledger_csv, name="ledger_csv"),
    path("funding/<slug:slug>/spending/", reading.spending, name="spending"),
    path("funding/<slug:slug>/edit/", keeping.edit_pot, name="edit_pot"),
    path("funding/<slug:slug>/publish/", keeping.publish_pot, name="publish_pot"),
    path("funding/<slug:slug>/add-stream/", keeping.add_stream, name="add_stream"),
    path("funding/<slug:slug>/open-year/", keeping.open_year, name="open_year"),
    path("funding/<slug:slug>/authorise/", keeping.authorise, name="authorise"),
    path("funding/<slug:slug>/pooled-share/", rewards.set_pooled_share, name="set_pooled_share"),
    path("funding/<slug:slug>/move/", moving.move_money, name="move_money"),
    path("funding/<slug:slug>/roll-forward/", moving.roll_forward, name="roll_forward"),
    path("funding/<slug:slug>/spend/", moving.record_actual, name="record_actual"),
    path("funding/<slug:slug>/periods/", moving.periods, name="periods"),
    path("funding/<slug:slug>/ledger/<int:entry>/reverse/", moving.reverse_entry, name="reverse_entry"),
]
