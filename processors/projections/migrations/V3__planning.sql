-- planning.events: templates, plans, exercises. What is prescribed is kept as the events say it, in one column: it is read whole.

-- where each template stands
CREATE TABLE workout_template (
    user_id uuid NOT NULL,
    template_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    template_version integer NOT NULL,
    archived_at timestamptz,
    PRIMARY KEY (user_id, template_id)
);

-- every version of every template
CREATE TABLE workout_template_version (
    user_id uuid NOT NULL,
    template_id uuid NOT NULL,
    template_version integer NOT NULL,
    position bigint NOT NULL,
    name text,
    notes text,
    minutes integer NOT NULL,
    duration_minutes integer,
    reason text,
    evidence_event_id uuid,
    derived_from jsonb,
    changes jsonb NOT NULL,
    exercises jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, template_id, template_version)
);

-- loads that were proposed
CREATE TABLE progression_proposal (
    user_id uuid NOT NULL,
    template_id uuid NOT NULL,
    proposal_id uuid NOT NULL,
    position bigint NOT NULL,
    exercise text NOT NULL,
    template_version integer NOT NULL,
    old_load jsonb NOT NULL,
    new_load jsonb NOT NULL,
    reason text NOT NULL,
    evidence_event_id uuid,
    proposed_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, template_id, proposal_id)
);

-- what proposals were answered
CREATE TABLE progression_answer (
    user_id uuid NOT NULL,
    template_id uuid NOT NULL,
    proposal_id uuid NOT NULL,
    position bigint NOT NULL,
    accepted boolean NOT NULL,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, template_id, proposal_id)
);

-- how exercises progress
CREATE TABLE progression_rule (
    user_id uuid NOT NULL,
    template_id uuid NOT NULL,
    exercise text NOT NULL,
    position bigint NOT NULL,
    rule jsonb NOT NULL,
    chosen_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, template_id, exercise)
);

-- what recommendations were answered
CREATE TABLE recommendation_answer (
    user_id uuid NOT NULL,
    recommendation_id uuid NOT NULL,
    position bigint NOT NULL,
    accepted boolean NOT NULL,
    answered_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, recommendation_id)
);

-- athletes' own exercises
CREATE TABLE exercise_definition (
    user_id uuid NOT NULL,
    exercise text NOT NULL,
    position bigint NOT NULL,
    primary_muscles jsonb NOT NULL,
    secondary_muscles jsonb NOT NULL,
    equipment text NOT NULL,
    measurement text NOT NULL,
    aliases jsonb NOT NULL,
    defined_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, exercise)
);

-- the names that athletes gave to exercises
CREATE TABLE exercise_name (
    user_id uuid NOT NULL,
    exercise text NOT NULL,
    position bigint NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (user_id, exercise)
);

-- which exercise counts for which
CREATE TABLE exercise_merge (
    user_id uuid NOT NULL,
    exercise text NOT NULL,
    position bigint NOT NULL,
    into_exercise text NOT NULL,
    merged_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, exercise)
);

-- where each meal plan and supplement plan stands
CREATE TABLE plan (
    user_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('meal', 'supplement')),
    plan_id uuid NOT NULL,
    position bigint NOT NULL,
    version bigint NOT NULL,
    plan_version integer NOT NULL,
    archived_at timestamptz,
    PRIMARY KEY (user_id, kind, plan_id)
);

-- every version of every meal plan and supplement plan
CREATE TABLE plan_version (
    user_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('meal', 'supplement')),
    plan_id uuid NOT NULL,
    plan_version integer NOT NULL,
    position bigint NOT NULL,
    name text,
    notes text,
    content jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, kind, plan_id, plan_version)
);
