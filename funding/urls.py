"""The addresses of money."""

from django.urls import path

from funding.views import agreement_keeping, agreements, keeping, moving, performance, reading, rewards

app_name = "funding"
urlpatterns = [
    path("funding/", reading.funding, name="funding"),
    path("funding/add/", keeping.add_pot, name="add_pot"),
    # Before the pots: no pot is called at these addresses (`RESERVED_ADDRESSES`).
    path("funding/agreements/", agreements.agreements, name="agreements"),
    path("funding/agreements/add/", agreement_keeping.add_agreement, name="add_agreement"),
    *[
        path(f"funding/agreements/<slug:slug>/{address}", view, name=name)
        for address, view, name in [
            ("", agreements.agreement, "agreement"),
            ("edit/", agreement_keeping.edit_agreement, "edit_agreement"),
            ("history/", agreements.agreement_history, "agreement_history"),
            ("add-block/", agreement_keeping.add_block, "add_block"),
            ("add-outcome/", agreement_keeping.add_outcome, "add_outcome"),
            ("add-indicator/", agreement_keeping.add_indicator, "add_indicator"),
            ("assessments/", agreements.assessments, "assessments"),
            ("assess/", performance.assess_agreement, "assess_agreement"),
            ("assessments/<int:pk>/correct/", performance.correct_assessment, "correct_assessment"),
            ("refresh/", performance.refresh_agreement, "refresh_agreement"),
            ("refreshes/<int:pk>/", agreements.refresh, "refresh"),
            ("promise-reward/", rewards.promise_reward, "promise_reward"),
            ("rewards/<int:pk>/", agreements.reward, "reward"),
            ("rewards/<int:pk>/pay/", rewards.pay_instalment, "pay_instalment"),
            ("indicators/<slug:indicator>/", agreements.indicator, "indicator"),
            ("indicators/<slug:indicator>/edit/", agreement_keeping.edit_indicator, "edit_indicator"),
            ("indicators/<slug:indicator>/set-target/", performance.set_target, "set_target"),
            ("indicators/<slug:indicator>/record/", performance.record_result, "record_result"),
            (
                "indicators/<slug:indicator>/figures/<int:pk>/correct/",
                performance.correct_result,
                "correct_result",
            ),
        ]
    ],
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
