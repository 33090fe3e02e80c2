-- What identity tells beside registrations: another address, whom somebody lets act for them.

-- identity.events. The address that stands when there is one here; else the one of `person`.
CREATE TABLE changed_email (
    user_id uuid PRIMARY KEY,
    position bigint NOT NULL,
    email text
);

-- identity.events. Scopes are joined by commas. In force unless a later revocation stands below, or `until_at` is over.
CREATE TABLE coaching_grant (
    user_id uuid NOT NULL,
    coach_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    scopes text NOT NULL,
    until_at timestamptz,
    granted_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, coach_id)
);
-- who granted a coach something
CREATE INDEX coaching_grant_of_coach ON coaching_grant (coach_id, user_id);

-- identity.events
CREATE TABLE coaching_revocation (
    user_id uuid NOT NULL,
    coach_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    revoked_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, coach_id)
);

-- identity.access. Of a token for scripts the hash of its secret alone is known.
CREATE TABLE access_token (
    user_id uuid NOT NULL,
    token_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    name text,
    token_hash bytea NOT NULL,
    scopes text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (user_id, token_id)
);
