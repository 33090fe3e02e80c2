-- goal.events: ranges to keep, weeks of a streak or frequency, and when it was last changed.
ALTER TABLE goal
    ADD COLUMN target_lowest_ug bigint,
    ADD COLUMN target_highest_ug bigint,
    ADD COLUMN target_weeks integer,
    ADD COLUMN changed_at timestamptz;

-- goal.events: where it stands, as its last event of that kind says: active (once revoked), achieved, missed or abandoned.
-- A change that comes after a miss opens the goal again.
ALTER TABLE goal_achievement ADD COLUMN status text;
UPDATE goal_achievement SET status = CASE WHEN achieved THEN 'achieved' ELSE 'active' END;
ALTER TABLE goal_achievement ALTER COLUMN status SET NOT NULL;
ALTER TABLE goal_achievement DROP COLUMN achieved;
