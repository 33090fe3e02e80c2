-- profile.events: who somebody is. What was erased is null.
CREATE TABLE profile (
    user_id uuid PRIMARY KEY,
    position bigint NOT NULL,
    version bigint NOT NULL,
    name text,
    date_of_birth date,
    sex text,
    height_um bigint,
    height_entered text,
    height_unit text,
    units text NOT NULL,
    zone text NOT NULL,
    week_start text NOT NULL,
    locale text
);

-- profile.events: what training should lead to.
CREATE TABLE fitness_goal (
    user_id uuid PRIMARY KEY,
    position bigint NOT NULL,
    version bigint NOT NULL,
    focus text,
    weekly_workouts integer,
    weekly_minutes integer,
    target_weight_ug bigint,
    target_weight_entered text,
    target_weight_unit text,
    target_body_fat_ppm bigint,
    target_body_fat_entered text,
    target_date date,
    note text
);

-- profile.events: how somebody wants things done.
CREATE TABLE preference (
    user_id uuid PRIMARY KEY,
    position bigint NOT NULL,
    version bigint NOT NULL,
    progression text NOT NULL,
    template_updates_by_progression text NOT NULL,
    template_updates_by_edit text NOT NULL,
    -- names of boards
    leaderboards jsonb NOT NULL,
    -- {"goal_achieved": ["in_app", "email"]}: kinds that are not told as usual
    channels jsonb NOT NULL,
    -- minutes of the day
    quiet_from integer,
    quiet_until integer
);

-- profile.events. A deleted measurement keeps its row, emptied. `canonical` is micrograms, micrometres or parts per
-- million, by the unit.
CREATE TABLE measurement (
    user_id uuid NOT NULL,
    measurement_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    kind text,
    local_date date,
    canonical bigint,
    entered text,
    unit text,
    note text,
    PRIMARY KEY (user_id, measurement_id)
);
CREATE INDEX measurement_newest_first ON measurement (user_id, local_date DESC, measurement_id DESC)
    WHERE kind IS NOT NULL;

-- profile.events. A removed webhook keeps its row, emptied. Secrets are not here.
CREATE TABLE webhook (
    user_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    standing boolean NOT NULL,
    url text,
    description text,
    kinds jsonb NOT NULL,
    registered_at timestamptz,
    PRIMARY KEY (user_id, webhook_id)
);

-- profile.events. A revoked link keeps its row, emptied. The secret is known by its digest alone.
CREATE TABLE calendar_link (
    user_id uuid NOT NULL,
    calendar_link_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    standing boolean NOT NULL,
    name text,
    secret_hash bytea,
    created_at timestamptz,
    PRIMARY KEY (user_id, calendar_link_id)
);
CREATE INDEX calendar_link_by_secret ON calendar_link (secret_hash) WHERE standing;

-- profile.events
CREATE TABLE notification_read (
    user_id uuid NOT NULL,
    notification_id uuid NOT NULL,
    position bigint NOT NULL,
    read_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, notification_id)
);
