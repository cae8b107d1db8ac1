-- Version 2: care plans that are worked, referrals that are closed. Frozen: later changes are later steps.

CREATE TABLE organization (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    fold VARCHAR NOT NULL,
    type VARCHAR,
    services VARCHAR,
    phone VARCHAR,
    other_phones VARCHAR,
    fax VARCHAR,
    email VARCHAR,
    website VARCHAR,
    address VARCHAR,
    hours VARCHAR,
    languages VARCHAR,
    asks_for VARCHAR,
    note VARCHAR,
    verified_on DATE,
    active BOOLEAN NOT NULL,
    UNIQUE (uid)
);

CREATE INDEX ix_organization_name ON organization (name);

CREATE TABLE plan_template (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    about VARCHAR,
    made_on DATE NOT NULL,
    body VARCHAR NOT NULL,
    UNIQUE (uid),
    UNIQUE (name)
);

CREATE TABLE referral_limit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    state VARCHAR NOT NULL,
    urgency VARCHAR NOT NULL,
    social BOOLEAN NOT NULL,
    n INTEGER NOT NULL,
    unit VARCHAR NOT NULL
);

CREATE TABLE care_plan (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    patient_id INTEGER NOT NULL,
    title VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    intent VARCHAR,
    category VARCHAR,
    description VARCHAR,
    starts_on VARCHAR,
    ends_on VARCHAR,
    review_on DATE,
    reviewed_on DATE,
    closed_on DATE,
    closing_note VARCHAR,
    UNIQUE (uid),
    FOREIGN KEY(patient_id) REFERENCES patient (id)
);

CREATE INDEX ix_care_plan_patient_id ON care_plan (patient_id);

CREATE TABLE practitioner (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    fold VARCHAR NOT NULL,
    role VARCHAR,
    organization_id INTEGER,
    phone VARCHAR,
    other_phones VARCHAR,
    fax VARCHAR,
    email VARCHAR,
    hours VARCHAR,
    languages VARCHAR,
    asks_for VARCHAR,
    note VARCHAR,
    verified_on DATE,
    active BOOLEAN NOT NULL,
    UNIQUE (uid),
    FOREIGN KEY(organization_id) REFERENCES organization (id)
);

CREATE INDEX ix_practitioner_name ON practitioner (name);

CREATE INDEX ix_practitioner_organization_id ON practitioner (organization_id);

CREATE TABLE concern (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    patient_id INTEGER NOT NULL,
    plan_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    code VARCHAR,
    system VARCHAR,
    rank INTEGER,
    resolved_on DATE,
    UNIQUE (uid),
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(plan_id) REFERENCES care_plan (id)
);

CREATE INDEX ix_concern_patient_id ON concern (patient_id);

CREATE INDEX ix_concern_plan_id ON concern (plan_id);

CREATE TABLE plan_version (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    patient_id INTEGER NOT NULL,
    plan_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    made_on DATE NOT NULL,
    participants VARCHAR,
    agreement VARCHAR,
    copy_to VARCHAR,
    note VARCHAR,
    body VARCHAR NOT NULL,
    UNIQUE (uid),
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(plan_id) REFERENCES care_plan (id)
);

CREATE INDEX ix_plan_version_patient_id ON plan_version (patient_id);

CREATE INDEX ix_plan_version_plan_id ON plan_version (plan_id);

CREATE TABLE referral (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    patient_id INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    code VARCHAR,
    system VARCHAR,
    category VARCHAR,
    social BOOLEAN NOT NULL,
    to_name VARCHAR,
    from_name VARCHAR,
    reason VARCHAR,
    urgency VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    state_reason VARCHAR,
    ball VARCHAR NOT NULL,
    since DATE NOT NULL,
    next_check_on DATE,
    ordered_on VARCHAR,
    indicated_on DATE,
    limit_on DATE,
    question VARCHAR,
    to_organization_id INTEGER,
    to_practitioner_id INTEGER,
    from_practitioner_id INTEGER,
    parent_id INTEGER,
    rerouted_from_id INTEGER,
    consent VARCHAR NOT NULL,
    consent_on DATE,
    auth_needed VARCHAR NOT NULL,
    auth_number VARCHAR,
    capacity VARCHAR,
    capacity_on DATE,
    appointment_id INTEGER,
    held_from VARCHAR,
    resume_on DATE,
    confirmed_on DATE,
    acknowledged_on DATE,
    failure VARCHAR,
    closed_on DATE,
    UNIQUE (uid),
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(to_organization_id) REFERENCES organization (id),
    FOREIGN KEY(to_practitioner_id) REFERENCES practitioner (id),
    FOREIGN KEY(from_practitioner_id) REFERENCES practitioner (id),
    FOREIGN KEY(parent_id) REFERENCES referral (id),
    FOREIGN KEY(rerouted_from_id) REFERENCES referral (id),
    FOREIGN KEY(appointment_id) REFERENCES appointment (id)
);

CREATE INDEX ix_referral_parent_id ON referral (parent_id);

CREATE INDEX ix_referral_patient_id ON referral (patient_id);

CREATE INDEX ix_referral_rerouted_from_id ON referral (rerouted_from_id);

CREATE INDEX ix_referral_state ON referral (state);

CREATE INDEX ix_referral_to_organization_id ON referral (to_organization_id);

CREATE INDEX ix_referral_to_practitioner_id ON referral (to_practitioner_id);

CREATE TABLE goal (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    patient_id INTEGER NOT NULL,
    plan_id INTEGER,
    concern_id INTEGER,
    position INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    patient_words VARCHAR,
    status VARCHAR NOT NULL,
    achievement VARCHAR,
    priority VARCHAR,
    starts_on VARCHAR,
    due_on VARCHAR,
    measure VARCHAR,
    unit VARCHAR,
    baseline VARCHAR,
    target VARCHAR,
    why VARCHAR,
    importance INTEGER,
    confidence INTEGER,
    scale VARCHAR,
    attainment INTEGER,
    outcome VARCHAR,
    UNIQUE (uid),
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(plan_id) REFERENCES care_plan (id),
    FOREIGN KEY(concern_id) REFERENCES concern (id)
);

CREATE INDEX ix_goal_concern_id ON goal (concern_id);

CREATE INDEX ix_goal_patient_id ON goal (patient_id);

CREATE INDEX ix_goal_plan_id ON goal (plan_id);

CREATE TABLE referral_event (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    referral_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    happened_on DATE NOT NULL,
    noted_at DATETIME NOT NULL,
    from_state VARCHAR,
    to_state VARCHAR,
    backward BOOLEAN NOT NULL,
    failure VARCHAR,
    text VARCHAR,
    details VARCHAR,
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(referral_id) REFERENCES referral (id)
);

CREATE INDEX ix_referral_event_patient_id ON referral_event (patient_id);

CREATE INDEX ix_referral_event_referral_id ON referral_event (referral_id);

CREATE INDEX ix_referral_event_to_state ON referral_event (to_state);

CREATE TABLE barrier (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    goal_id INTEGER,
    position INTEGER NOT NULL,
    category VARCHAR NOT NULL,
    text VARCHAR,
    severity INTEGER NOT NULL,
    found_on DATE,
    resolved_on DATE,
    how VARCHAR,
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(goal_id) REFERENCES goal (id)
);

CREATE INDEX ix_barrier_goal_id ON barrier (goal_id);

CREATE INDEX ix_barrier_patient_id ON barrier (patient_id);

CREATE TABLE goal_progress (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    goal_id INTEGER NOT NULL,
    noted_on DATE NOT NULL,
    value VARCHAR,
    attainment INTEGER,
    achievement VARCHAR,
    note VARCHAR,
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(goal_id) REFERENCES goal (id)
);

CREATE INDEX ix_goal_progress_goal_id ON goal_progress (goal_id);

CREATE INDEX ix_goal_progress_patient_id ON goal_progress (patient_id);

CREATE TABLE intervention (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    patient_id INTEGER NOT NULL,
    plan_id INTEGER NOT NULL,
    goal_id INTEGER,
    concern_id INTEGER,
    position INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    owner_name VARCHAR,
    due_on VARCHAR,
    next_check_on DATE,
    schedule VARCHAR,
    location VARCHAR,
    evidence VARCHAR,
    done_on DATE,
    UNIQUE (uid),
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(plan_id) REFERENCES care_plan (id),
    FOREIGN KEY(goal_id) REFERENCES goal (id),
    FOREIGN KEY(concern_id) REFERENCES concern (id)
);

CREATE INDEX ix_intervention_goal_id ON intervention (goal_id);

CREATE INDEX ix_intervention_patient_id ON intervention (patient_id);

CREATE INDEX ix_intervention_plan_id ON intervention (plan_id);

CREATE TABLE strength (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    goal_id INTEGER,
    position INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(goal_id) REFERENCES goal (id)
);

CREATE INDEX ix_strength_goal_id ON strength (goal_id);

CREATE INDEX ix_strength_patient_id ON strength (patient_id);
