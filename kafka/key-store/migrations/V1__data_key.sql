-- One key per person. `wrapped` is nonce, ciphertext and tag of the 32 secret bytes under the master key; it is null once
-- the key was destroyed, and the row stays, so that nobody makes a new key for someone who was erased.
CREATE TABLE data_key (
    user_id      uuid PRIMARY KEY,
    key_id       uuid NOT NULL,
    wrapped      bytea,
    created_at   timestamptz NOT NULL DEFAULT now(),
    destroyed_at timestamptz,
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);
