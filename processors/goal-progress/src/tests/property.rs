//! Random corrections, deletions, backdating and interleavings.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;
use schemas::{
    execution::{SetKind, SetPerformed, WorkoutDeleted, WorkoutExecuted},
    goal::{GoalAchievementRevoked, GoalCommand, GoalEvent, GoalKind, GoalSet, Metric},
    goal_progress::{Crossing, GoalProgressed},
    id::{GoalId, WorkoutId},
    quantity::Distance,
    testing::id,
    time::{Instant, LocalDate},
};

use crate::{
    Input,
    crossing::same,
    scenario::{
        KG, Scenario, Workout, abandoned, accumulate, achieved, as_asked, at, athlete, changed, lift, longest, missed,
        one_rep_max, set, weekly, workout,
    },
};

/// An input and its sequence.
type Told = (Input, u64);

/// A few workouts within a few days, so that they meet windows, targets and each other.
fn executed() -> impl Strategy<Value = WorkoutExecuted> {
    let one = (0..4_i64, 0..13_i32, 0..3_i64, any::<bool>(), proptest::option::of(0..90_i64));
    let block = (prop_oneof!["bench", "squat"], proptest::collection::vec(one, 0..4));
    let ended = proptest::option::of(-10..200_i64);
    // most within a few days, some within three weeks
    let day = prop_oneof![3 => 0..6_i64, 2 => 6..21_i64];
    (0..6_u64, day, 0..3_i64, ended, proptest::collection::vec(block, 0..4)).prop_map(
        |(number, day, hour, ended, blocks)| {
            let start = at("2021-08-01T22:00:00Z").micros() + (day * 24 + hour) * 3_600_000_000;
            let minute = |minute: i64| Instant::from_micros(start + minute * 60_000_000);
            let mut done = workout(number, &minute(0).to_string());
            done.ended_at = ended.map(minute);
            done.utc_offset_seconds = i32::try_from(hour).unwrap() * 3600;
            let mut sets = 100 * number..;
            for (exercise, performed) in blocks {
                let performed = performed.into_iter().map(|(load, reps, metres, warm, logged)| {
                    let mut one = set(sets.next().unwrap(), load, reps);
                    one.kind = if warm && reps < 3 { SetKind::WarmUp } else { SetKind::Normal };
                    one.distance = Some(Distance::from_millimetres(metres * 1_000));
                    one.logged_at = logged.map(minute);
                    one
                });
                done = done.block(&exercise, performed);
            }
            done
        },
    )
}

/// What execution says: the events of each workout numbered in the order they happened.
fn history() -> impl Strategy<Value = Vec<Told>> {
    let deleted = (0..6_u64).prop_map(|number| {
        Input::Deleted(WorkoutDeleted {
            user_id: athlete(),
            workout_id: id(number),
            revision: 1,
            deleted_at: at("2022-01-01T00:00:00Z"),
        })
    });
    let event = prop_oneof![4 => executed().prop_map(Input::Executed), 1 => deleted];
    proptest::collection::vec(event, 0..20).prop_map(|events| {
        let mut sequences: BTreeMap<WorkoutId, u64> = BTreeMap::new();
        let number = |event: Input| {
            let sequence = sequences.entry(workout_of(&event)).or_default();
            *sequence += 1;
            (event, *sequence)
        };
        events.into_iter().map(number).collect()
    })
}

fn workout_of(event: &Input) -> WorkoutId {
    match event {
        Input::Executed(executed) => executed.workout_id,
        Input::Deleted(deleted) => deleted.workout_id,
        Input::Goal(_) => panic!("not of execution"),
    }
}

fn goal(number: u64) -> impl Strategy<Value = GoalSet> {
    let date = |days: std::ops::Range<i32>| {
        proptest::option::of(days.prop_map(|day| format!("2021-08-0{day}").parse().unwrap()))
    };
    let exercise = proptest::option::of(prop_oneof!["bench", "squat"]);
    let weeks = prop_oneof![Just(GoalKind::Streak), Just(GoalKind::Frequency)];
    let asked = prop_oneof![
        (1..60_i64).prop_map(move |kilograms| accumulate(number, Metric::Volume, kilograms * KG)),
        (1..5_i64).prop_map(move |count| accumulate(number, Metric::Count, count)),
        (1..300_i64).prop_map(move |minutes| accumulate(number, Metric::Minutes, minutes)),
        (1..10_i64).prop_map(move |metres| accumulate(number, Metric::Distance, metres * 1_000)),
        (1..5_i64, 1..13_i32).prop_map(move |(kilograms, reps)| lift(number, kilograms * KG, reps)),
        // at what a set gives exactly, and a hair to either side of it
        (1..4_i64, 1..11_i64, -1..2_i64)
            .prop_map(move |(kilograms, reps, hair)| one_rep_max(number, 36 * kilograms * KG / (37 - reps) + hair)),
        (1..4_i64).prop_map(move |metres| longest(number, metres * 1_000)),
        (weeks, 1..4_i64, 1..4_i32).prop_map(move |(kind, workouts, weeks)| weekly(number, kind, workouts, weeks)),
    ];
    (asked, exercise, date(1..4), date(3..8)).prop_map(move |(asked, exercise, from, until)| GoalSet {
        exercise: exercise.map(|exercise| exercise.parse().unwrap()),
        from,
        until,
        ..asked
    })
}

fn goals() -> impl Strategy<Value = Vec<GoalSet>> {
    (goal(1), goal(2), goal(3)).prop_map(|(one, two, three)| vec![one, two, three])
}

fn tell(scenario: &mut Scenario, (input, sequence): &Told) {
    scenario.take(athlete(), input.clone(), *sequence);
}

/// The fold by other means: everything added up set by set, in the order of the history.
fn expected(goal: &GoalSet, told: &[Told]) -> (i64, Option<Crossing>) {
    let mut newest: BTreeMap<WorkoutId, &Told> = BTreeMap::new();
    for event in told {
        let known = newest.entry(workout_of(&event.0)).or_insert(event);
        if known.1 < event.1 {
            *known = event;
        }
    }
    let mut workouts: Vec<&WorkoutExecuted> = newest
        .values()
        .filter_map(|(event, _)| if let Input::Executed(executed) = event { Some(executed) } else { None })
        .filter(|workout| goal.from.is_none_or(|from| workout.local_date >= from))
        .filter(|workout| goal.until.is_none_or(|until| workout.local_date <= until))
        .collect();
    workouts.sort_by_key(|workout| (workout.started_at, workout.workout_id));
    let target = &goal.target;
    let (needed, reps) = (target.count, target.reps);
    let target = [target.weeks.map(i64::from), target.mass.as_ref().map(|mass| mass.micrograms()), target.count]
        .into_iter()
        .chain([target.minutes, target.distance.as_ref().map(|distance| distance.millimetres())])
        .flatten()
        .next()
        .unwrap();
    let (mut value, mut crossing) = (0, None);
    // Mondays of the weeks, each with its workouts
    let mut weeks: BTreeMap<i32, i64> = BTreeMap::new();
    for workout in workouts {
        let counts = |exercise: &str| goal.exercise.as_ref().is_none_or(|only| only.as_str() == exercise);
        let blocks = workout.exercises.iter().filter(|block| counts(block.exercise.as_str()));
        let sets: Vec<_> = blocks.flat_map(|block| &block.sets).filter(|set| set.kind != SetKind::WarmUp).collect();
        let minutes =
            workout.ended_at.map_or(0, |end| ((end.micros() - workout.started_at.micros()) / 60_000_000).max(0));
        let load = |set: &SetPerformed| set.load.as_ref().unwrap().micrograms();
        if matches!(goal.kind, GoalKind::Streak | GoalKind::Frequency) && !sets.is_empty() {
            let days = workout.local_date.days();
            // 2021-08-02 is a Monday
            let monday = "2021-08-02".parse::<LocalDate>().unwrap().days();
            *weeks.entry(days - (days - monday).rem_euclid(7)).or_default() += 1;
        }
        let steps: Vec<_> = match goal.metric {
            Metric::Count if goal.kind != GoalKind::Accumulate => {
                let mondays: Vec<i32> = weeks
                    .iter()
                    .filter(|(_, workouts)| Some(**workouts) >= needed)
                    .map(|(monday, _)| *monday)
                    .collect();
                let chained: Vec<i64> = mondays
                    .iter()
                    .scan((0, 0), |(last, run), monday| {
                        *run = if *monday - *last == 7 { *run + 1 } else { 1 };
                        *last = *monday;
                        Some(*run)
                    })
                    .collect();
                let reached = if goal.kind == GoalKind::Streak {
                    chained.into_iter().max().unwrap_or(0)
                } else {
                    i64::try_from(mondays.len()).unwrap()
                };
                vec![(None, reached - value)]
            }
            Metric::Count => sets.first().map(|_| (None, 1)).into_iter().collect(),
            Metric::Minutes => sets.first().map(|_| (None, minutes)).into_iter().collect(),
            Metric::Volume => {
                let volume = |load: i64, reps: i32| load * i64::from(reps);
                sets.iter()
                    .map(|set| (Some(*set), volume(set.load.as_ref().unwrap().micrograms(), set.reps.unwrap())))
                    .collect()
            }
            Metric::Distance if goal.kind == GoalKind::Reach => {
                best(&sets, value, |set| Some(set.distance.as_ref().unwrap().millimetres()))
            }
            Metric::Load => best(&sets, value, |set| (set.reps >= reps).then(|| load(set))),
            Metric::E1rm => {
                // what a set is worth, and whether that is enough without dividing
                let estimated = |set: &SetPerformed| {
                    let reps = i64::from(set.reps.unwrap());
                    let worth = 36 * load(set) / (37 - reps);
                    assert_eq!(36 * load(set) >= target * (37 - reps), worth >= target);
                    (1..=10).contains(&reps).then_some(worth)
                };
                best(&sets, value, estimated)
            }
            Metric::Distance => {
                sets.iter().map(|set| (Some(*set), set.distance.as_ref().unwrap().millimetres())).collect()
            }
            Metric::BodyWeight | Metric::Unknown => panic!(),
        };
        for (set, amount) in steps {
            value += amount;
            if value >= target && crossing.is_none() {
                crossing = Some(Crossing {
                    achieved_at: set.and_then(|set| set.logged_at).unwrap_or(workout.started_at),
                    utc_offset_seconds: workout.utc_offset_seconds,
                    workout_id: Some(workout.workout_id),
                    set_id: set.map(|set| set.id),
                    value,
                });
            }
        }
    }
    (value, crossing)
}

/// The sets with what each of them lifts the best so far by.
fn best<'a>(
    sets: &[&'a SetPerformed],
    before: i64,
    worth: impl Fn(&SetPerformed) -> Option<i64>,
) -> Vec<(Option<&'a SetPerformed>, i64)> {
    let mut best = before;
    sets.iter()
        .map(|set| {
            let step = (worth(set).unwrap_or(0) - best).max(0);
            best += step;
            (Some(*set), step)
        })
        .collect()
}

/// The last word on each goal, without what depends on the order of arrival.
fn last_words(outputs: &[GoalProgressed]) -> BTreeMap<GoalId, GoalProgressed> {
    let bare = |said: &GoalProgressed| GoalProgressed { n: 0, inputs: Vec::new(), ..said.clone() };
    outputs.iter().map(|said| (said.goal_id, bare(said))).collect()
}

/// What goals say, each in its own order, whatever was asked of them.
fn words() -> impl Strategy<Value = Vec<Told>> {
    let revoked = |number| {
        GoalEvent::GoalAchievementRevoked(GoalAchievementRevoked {
            user_id: athlete(),
            goal_id: id(number),
            value: 0,
            recorded_at: at("2022-01-01T00:00:00Z"),
        })
    };
    let answer = prop_oneof![
        4 => (1..4_u64, 1..6_u32).prop_map(|(goal, day)| achieved(goal, &format!("2021-08-0{day}T10:00:00Z"))),
        2 => (1..4_u64).prop_map(revoked),
        1 => (1..4_u64).prop_map(missed),
        3 => (1..4_u64).prop_flat_map(goal).prop_map(|anew| changed(&anew)),
    ];
    // nothing comes after a goal was given up
    let given_up = proptest::option::of(Just(abandoned(2)));
    (goals(), proptest::collection::vec(answer, 0..6), given_up).prop_map(|(goals, answers, given_up)| {
        let events = goals.into_iter().map(GoalEvent::GoalSet).chain(answers).chain(given_up);
        (1..).zip(events).map(|(sequence, event)| (Input::Goal(event), sequence)).collect()
    })
}

/// The goal context as far as it matters here: a stale command is refused, a repeated one agreed with.
#[derive(Default)]
struct GoalContext {
    goals: BTreeMap<GoalId, (u64, Option<Crossing>)>,
    commands: VecDeque<GoalCommand>,
    events: VecDeque<(GoalEvent, u64)>,
}

impl GoalContext {
    fn decide(&mut self) {
        let Some(command) = self.commands.pop_front() else { return };
        let event = as_asked(&command);
        let (goal, expected, asked) = match (&command, &event) {
            (GoalCommand::RecordGoalAchievement(record), GoalEvent::GoalAchieved(achieved)) => {
                (record.goal_id, record.expected_version, Some(crate::goal::recorded(achieved)))
            }
            (GoalCommand::RevokeGoalAchievement(revoke), _) => (revoke.goal_id, revoke.expected_version, None),
            (GoalCommand::RecordGoalAchievement(_) | GoalCommand::RecordGoalMissed(_), _) => panic!(),
        };
        let (version, stands) = self.goals.entry(goal).or_insert((1, None));
        if same(stands.as_ref(), asked.as_ref()) || *version != expected.cast_unsigned() {
            return;
        }
        (*version, *stands) = (*version + 1, asked);
        self.events.push_back((event, *version));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_by_difference_is_what_adding_everything_up_gives(goals in goals(), history in history()) {
        let mut athlete = Scenario::new();
        for goal in &goals {
            athlete.goal_set(goal);
        }
        for seen in 1..=history.len() {
            tell(&mut athlete, &history[seen - 1]);
            for (number, goal) in (1..).zip(&goals) {
                let entry = athlete.entry(number);
                let (value, crossing) = expected(goal, &history[..seen]);
                prop_assert_eq!((entry.value, &entry.crossing), (value, &crossing), "{:?} after {}", goal, seen);
                prop_assert_eq!(entry.crossing.is_some(), entry.value >= entry.target);
                let last = athlete.outputs.iter().rfind(|said| said.goal_id == goal.goal_id);
                prop_assert_eq!(last.map(|said| (said.value, said.n)), Some((value, entry.n)));
            }
        }
    }

    #[test]
    fn a_changed_goal_stands_as_if_it_had_never_asked_for_anything_else(
        before in goal(1),
        after in goal(1),
        history in history(),
        turn in 0..20_usize,
    ) {
        let (mut straight, mut turned) = (Scenario::new(), Scenario::new());
        straight.goal_set(&after);
        turned.goal_set(&before);
        for (number, event) in history.iter().enumerate() {
            if number == turn {
                turned.goal_says(changed(&after), 2);
            }
            tell(&mut straight, event);
            tell(&mut turned, event);
        }
        turned.goal_says(changed(&after), 3);
        let measured = |athlete: &Scenario| (athlete.value(1), athlete.entry(1).crossing);
        prop_assert_eq!(measured(&turned), measured(&straight));
    }

    #[test]
    fn any_interleaving_of_the_topics_ends_the_same(
        history in history(),
        words in words(),
        turns in proptest::collection::vec(any::<bool>(), 40),
    ) {
        let mut straight = Scenario::new();
        for input in history.iter().chain(&words) {
            tell(&mut straight, input);
        }
        let mut mixed = Scenario::new();
        let (mut one, mut other) = (history.iter(), words.iter());
        for turn in turns {
            let next = if turn { one.next() } else { other.next() };
            next.into_iter().for_each(|input| tell(&mut mixed, input));
        }
        one.chain(other).for_each(|input| tell(&mut mixed, input));
        prop_assert_eq!(mixed.state(), straight.state());
        // of a goal that was given up the last word is as old as that
        let standing = |athlete: &Scenario| {
            let mut words = last_words(&athlete.outputs);
            words.retain(|goal, _| athlete.history().goal(*goal).is_some());
            words
        };
        prop_assert_eq!(standing(&mixed), standing(&straight));
    }

    #[test]
    fn workouts_may_come_in_any_order_at_all(
        (history, shuffled) in history().prop_flat_map(|history| (Just(history.clone()), Just(history).prop_shuffle())),
        goals in goals(),
    ) {
        let [straight, mixed] = [history, shuffled].map(|history| {
            let mut athlete = Scenario::new();
            goals.iter().for_each(|goal| drop(athlete.goal_set(goal)));
            history.iter().for_each(|input| tell(&mut athlete, input));
            athlete
        });
        prop_assert_eq!(mixed.state(), straight.state());
        prop_assert_eq!(last_words(&mixed.outputs), last_words(&straight.outputs));
    }

    #[test]
    fn in_the_end_a_goal_stands_recorded_as_the_history_has_it(
        history in history(),
        goals in goals(),
        turns in proptest::collection::vec(0..3, 60),
    ) {
        let mut athlete = Scenario::new();
        let mut context = GoalContext::default();
        goals.iter().for_each(|goal| drop(athlete.goal_set(goal)));
        let mut history = history.iter();
        // events of execution, commands and events of goals are under way for as long as they like, then all arrive
        let rest = (0..).map(|turn| turn % 3).take(1_000);
        for turn in turns.into_iter().chain(rest) {
            context.commands.extend(athlete.commands.drain(..));
            for goal in 1..=3 {
                // of all that was asked of a version the first is taken, so the second time is always in time
                prop_assert!(athlete.entry(goal).commanded.is_none_or(|asked| asked.depth <= 2));
            }
            match turn {
                0 => history.next().into_iter().for_each(|input| tell(&mut athlete, input)),
                1 => context.decide(),
                _ => context.events.pop_front().into_iter().for_each(|(event, version)| {
                    athlete.goal_says(event, version);
                }),
            }
        }
        prop_assert!(history.next().is_none() && context.commands.is_empty() && context.events.is_empty());
        prop_assert!(athlete.commands.is_empty());
        for goal in 1..=3 {
            let entry = athlete.entry(goal);
            prop_assert!(same(entry.recorded.as_ref(), entry.crossing.as_ref()), "{:?}", entry);
        }
    }
}
