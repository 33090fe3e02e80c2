-- execution.events. A deleted meal keeps its row, emptied.
CREATE TABLE meal (
    user_id uuid NOT NULL,
    meal_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    name text,
    eaten_at timestamptz,
    utc_offset_seconds integer,
    zone text,
    local_date date,
    plan_id uuid,
    plan_version integer,
    -- [{"name", "amount": {"canonical", "entered", "unit"}, "nutrients": {"energy": {"millicalories", "entered"},
    --   "protein": {"micrograms", "entered"}, …}}]: what is null is unknown
    items jsonb,
    notes text,
    PRIMARY KEY (user_id, meal_id)
);
CREATE INDEX meal_newest_first ON meal (user_id, eaten_at DESC, meal_id DESC) WHERE eaten_at IS NOT NULL;

-- execution.events. What was undone keeps its row, emptied. `dose_canonical` is micrograms, microlitres or millionths, by the unit.
CREATE TABLE supplement_intake (
    user_id uuid NOT NULL,
    intake_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    -- 'taken' or 'skipped'
    status text,
    supplement text,
    dose_canonical bigint,
    dose_entered text,
    dose_unit text,
    -- when it was taken, or would have been
    told_for timestamptz,
    utc_offset_seconds integer,
    zone text,
    local_date date,
    plan_id uuid,
    plan_version integer,
    reason text,
    notes text,
    PRIMARY KEY (user_id, intake_id)
);
CREATE INDEX supplement_intake_newest_first ON supplement_intake (user_id, told_for DESC, intake_id DESC)
    WHERE status IS NOT NULL;
