-- The read tables of one installation, in a schema of their own: everything here can be thrown away
-- and comes back identical from the log.
--
-- Habits: every primary key of facts begins with their owner; a column has one source topic; `position`
-- is the offset, in the owner's partition of that topic, of the last record that a row stands on; no
-- serials, no now(), no defaults that differ from run to run. Masses are whole micrograms, distances
-- whole millimetres, beside the text and the unit that were entered.

-- How far each source topic has been folded: the next offset to read.
CREATE TABLE position (
    topic text NOT NULL,
    partition integer NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, partition)
);

-- How far a processor had read its inputs when it wrote what has been folded of it (`InputsProcessed`).
CREATE TABLE processed (
    service text NOT NULL,
    partition integer NOT NULL,
    input_topic text NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (service, partition, input_topic)
);

-- Records that could not be decoded: pointers, never copies. Published to `dead-letters` after the commit.
CREATE TABLE skipped_record (
    service text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    record_offset bigint NOT NULL,
    key text,
    cause text NOT NULL,
    published boolean NOT NULL,
    PRIMARY KEY (service, topic, partition, record_offset)
);
CREATE INDEX skipped_record_unpublished ON skipped_record (partition) WHERE NOT published;

-- identity.events
CREATE TABLE person (
    user_id uuid PRIMARY KEY,
    position bigint NOT NULL,
    email text,
    registered_at timestamptz NOT NULL
);

-- identity.accounts
CREATE TABLE account (
    user_id uuid PRIMARY KEY,
    position bigint NOT NULL,
    status text NOT NULL,
    activated boolean NOT NULL,
    version bigint NOT NULL
);

-- execution.events. A deleted or discarded workout keeps its row, emptied: its position is what refuses
-- an older record that comes again.
CREATE TABLE workout (
    user_id uuid NOT NULL,
    workout_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    status text NOT NULL CHECK (status IN ('in_progress', 'completed', 'discarded', 'deleted')),
    revision integer NOT NULL,
    name text,
    notes text,
    local_date date,
    started_at timestamptz,
    utc_offset_seconds integer,
    ended_at timestamptz,
    zone text,
    origin text,
    template_id uuid,
    template_version integer,
    entry text,
    import_id uuid,
    PRIMARY KEY (user_id, workout_id)
);
CREATE INDEX workout_newest_first ON workout (user_id, started_at DESC, workout_id DESC)
    WHERE status IN ('in_progress', 'completed');

-- execution.events: the sets of a workout's current revision, or of one in progress.
CREATE TABLE performed_set (
    user_id uuid NOT NULL,
    workout_id uuid NOT NULL,
    set_id uuid NOT NULL,
    position bigint NOT NULL,
    exercise text NOT NULL,
    exercise_name text NOT NULL,
    exercise_notes text,
    -- which block of its exercise in this workout, from 0
    block integer NOT NULL,
    superset integer,
    -- order of the block in its workout; while in progress when the set was logged, in microseconds
    ordinal bigint NOT NULL,
    set_index integer NOT NULL,
    kind text NOT NULL,
    reps integer,
    load_ug bigint,
    load_entered text,
    load_unit text,
    resistance text NOT NULL,
    rpe_tenths integer,
    rir integer,
    rest_seconds integer,
    duration_seconds integer,
    distance_mm bigint,
    distance_entered text,
    distance_unit text,
    logged_at timestamptz,
    notes text,
    -- exact beyond 64 bits: ten tonnes a million times
    volume_ug numeric NOT NULL GENERATED ALWAYS AS
        (CASE WHEN kind = 'warm_up' THEN 0 ELSE coalesce(load_ug::numeric * reps, 0) END) STORED,
    PRIMARY KEY (user_id, workout_id, set_id)
);
CREATE INDEX performed_set_by_exercise ON performed_set (user_id, exercise);

-- execution.events
CREATE TABLE import (
    user_id uuid NOT NULL,
    import_id uuid NOT NULL,
    position bigint NOT NULL,
    source text NOT NULL,
    workouts bigint NOT NULL,
    sets bigint NOT NULL,
    new_workouts bigint NOT NULL,
    revised_workouts bigint NOT NULL,
    unchanged_workouts bigint NOT NULL,
    first_date date,
    last_date date,
    imported_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, import_id)
);

-- goal.events: what was set.
CREATE TABLE goal (
    user_id uuid NOT NULL,
    goal_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    name text,
    kind text NOT NULL,
    metric text NOT NULL,
    exercise text,
    target_mass_ug bigint,
    target_distance_mm bigint,
    target_count bigint,
    target_minutes bigint,
    target_reps integer,
    from_date date,
    until_date date,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, goal_id)
);

-- goal.events: whether it stands achieved, and by what.
CREATE TABLE goal_achievement (
    user_id uuid NOT NULL,
    goal_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    achieved boolean NOT NULL,
    achieved_at timestamptz,
    utc_offset_seconds integer,
    workout_id uuid,
    set_id uuid,
    PRIMARY KEY (user_id, goal_id)
);

-- goal-progress.events
CREATE TABLE goal_progress (
    user_id uuid NOT NULL,
    goal_id uuid NOT NULL,
    position bigint NOT NULL,
    n bigint NOT NULL,
    goal_version bigint NOT NULL,
    value bigint NOT NULL,
    target bigint NOT NULL,
    percent_hundredths bigint NOT NULL,
    PRIMARY KEY (user_id, goal_id)
);

-- Sets that count: warm-ups do not, and neither does a workout that is not finished. `at` is when the
-- set was logged, or its workout's start.
CREATE VIEW working_set AS
SELECT s.user_id, s.workout_id, s.set_id, s.exercise, s.exercise_name, s.ordinal, s.set_index,
       s.reps, s.load_ug, s.volume_ug, coalesce(s.logged_at, w.started_at) AS at,
       w.started_at, w.local_date, w.utc_offset_seconds, w.zone, w.origin
FROM performed_set s
JOIN workout w ON w.user_id = s.user_id AND w.workout_id = s.workout_id
WHERE w.status = 'completed' AND s.kind <> 'warm_up';
