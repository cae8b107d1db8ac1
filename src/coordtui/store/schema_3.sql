-- Version 3: consents, sensitivity tags, and what left the vault. Frozen: later changes are later steps.

CREATE TABLE sensitivity_tag (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    why VARCHAR,
    retired BOOLEAN NOT NULL,
    UNIQUE (uid),
    UNIQUE (code)
);

CREATE TABLE tagged_record (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    subject_kind VARCHAR NOT NULL,
    subject_id INTEGER NOT NULL,
    tag VARCHAR NOT NULL,
    note VARCHAR,
    FOREIGN KEY(patient_id) REFERENCES patient (id)
);

CREATE INDEX ix_tagged_record_patient_id ON tagged_record (patient_id);

CREATE UNIQUE INDEX tagged_once ON tagged_record (subject_kind, subject_id, tag);

CREATE TABLE consent (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    patient_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    discloser VARCHAR,
    recipient VARCHAR,
    recipient_organization_id INTEGER,
    recipient_practitioner_id INTEGER,
    all_treating BOOLEAN NOT NULL,
    purpose VARCHAR,
    purpose_words VARCHAR,
    scope VARCHAR,
    sections VARCHAR,
    tags VARCHAR NOT NULL,
    signed_on DATE,
    signing VARCHAR,
    signer VARCHAR,
    authority VARCHAR,
    document VARCHAR,
    starts_on DATE,
    expires_on DATE,
    expires_event VARCHAR,
    event_on DATE,
    told_revocable BOOLEAN NOT NULL,
    told_conditions BOOLEAN NOT NULL,
    told_redisclosure BOOLEAN NOT NULL,
    copy_given_on DATE,
    revoked_on DATE,
    revoked_how VARCHAR,
    note VARCHAR,
    UNIQUE (uid),
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(recipient_organization_id) REFERENCES organization (id),
    FOREIGN KEY(recipient_practitioner_id) REFERENCES practitioner (id)
);

CREATE INDEX ix_consent_patient_id ON consent (patient_id);

CREATE INDEX ix_consent_recipient_organization_id ON consent (recipient_organization_id);

CREATE INDEX ix_consent_recipient_practitioner_id ON consent (recipient_practitioner_id);

CREATE TABLE disclosure (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    uid VARCHAR NOT NULL,
    patient_id INTEGER NOT NULL,
    made_at DATETIME NOT NULL,
    made_on DATE NOT NULL,
    document VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    recipient_address VARCHAR,
    recipient_organization_id INTEGER,
    recipient_practitioner_id INTEGER,
    purpose VARCHAR NOT NULL,
    basis VARCHAR NOT NULL,
    basis_words VARCHAR,
    consent_id INTEGER,
    sections VARCHAR NOT NULL,
    tags VARCHAR NOT NULL,
    withheld VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    destination VARCHAR NOT NULL,
    encrypted BOOLEAN NOT NULL,
    UNIQUE (uid),
    FOREIGN KEY(patient_id) REFERENCES patient (id),
    FOREIGN KEY(recipient_organization_id) REFERENCES organization (id),
    FOREIGN KEY(recipient_practitioner_id) REFERENCES practitioner (id),
    FOREIGN KEY(consent_id) REFERENCES consent (id)
);

CREATE INDEX ix_disclosure_basis ON disclosure (basis);

CREATE INDEX ix_disclosure_consent_id ON disclosure (consent_id);

CREATE INDEX ix_disclosure_patient_id ON disclosure (patient_id);

CREATE INDEX ix_disclosure_recipient_organization_id ON disclosure (recipient_organization_id);

CREATE INDEX ix_disclosure_recipient_practitioner_id ON disclosure (recipient_practitioner_id);
