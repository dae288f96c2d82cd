"""Every feed there is, by its name. No Django in here."""

from reports.feeds import indicator_nouns, plan_nouns

NOUNS = {
    each.name: each
    for each in (
        plan_nouns.PLANS,
        indicator_nouns.INDICATORS,
        indicator_nouns.STATUSES,
        indicator_nouns.TARGETS,
        indicator_nouns.ACTUALS,
        indicator_nouns.BASELINES,
        indicator_nouns.COMPARATORS,
        plan_nouns.ACTIONS,
        plan_nouns.MILESTONES,
        plan_nouns.RISKS,
        plan_nouns.DEPENDENCIES,
    )
}
