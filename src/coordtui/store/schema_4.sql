-- Version 4: saved views, and indexes for what lists are narrowed by. Frozen: later changes are later steps.

DROP INDEX IF EXISTS ix_referral_state;

CREATE INDEX ix_organization_languages ON organization (languages);

CREATE INDEX patient_by_birth ON patient (birth_date);

CREATE INDEX patient_by_day_added ON patient (added_on);

CREATE INDEX patient_by_language ON patient (language);

CREATE INDEX patient_by_name ON patient (case_status, fold);

CREATE INDEX ix_queue_row_ranked_on ON queue_row (ranked_on);

CREATE INDEX queue_open ON queue_row (in_queue + deferred + waiting + scheduled);

CREATE INDEX queue_sums ON queue_row (tier, "deferred", waiting, scheduled);

CREATE TABLE saved_view (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    "of" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (uid)
);

CREATE UNIQUE INDEX saved_view_once ON saved_view ("of", name);

CREATE INDEX acuity_by_level ON acuity (level, patient_id);

CREATE INDEX acuity_by_override ON acuity (override, patient_id) WHERE override IS NOT NULL;

CREATE INDEX care_plan_by_status ON care_plan (status, review_on, patient_id);

CREATE INDEX condition_by_code ON condition (code);

CREATE INDEX coverage_by_payer ON coverage (payer);

CREATE INDEX coverage_by_plan_type ON coverage (plan_type);

CREATE INDEX follow_up_check ON follow_up (ball, next_check_on, patient_id) WHERE status = 'open' AND next_check_on IS NOT NULL;

CREATE INDEX follow_up_due ON follow_up (ball, due_on, next_check_on, patient_id) WHERE status = 'open';

CREATE INDEX follow_up_kind ON follow_up (kind, patient_id) WHERE status = 'open';

CREATE INDEX ix_practitioner_languages ON practitioner (languages);

CREATE INDEX tagged_by_tag ON tagged_record (tag, patient_id);

CREATE INDEX referral_by_receiver ON referral (to_name);

CREATE INDEX referral_by_state ON referral (state, ball, patient_id);
