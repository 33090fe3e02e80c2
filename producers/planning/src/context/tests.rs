//! State as it is kept: snapshots give it back, and folding the events of any sequence of commands equals it.

use command_api::{Draft, Entries, Entry};
use proptest::prelude::*;
use schemas::{
    planning::{Equipment, Measurement, Muscle, PlannedMeal, PlannedSupplement, ProgressionReason},
    testing::{Example, id, moment},
};

use super::*;
use crate::domain::template::scenario::{content, exercise, kilograms};

/// A partition with one athlete in it.
#[derive(Default)]
struct Partition {
    entries: Entries<State>,
    events: Vec<(Aggregate, u64, PlanningEvent)>,
}

impl Partition {
    fn ask(&mut self, command: &Command) -> bool {
        let meta = Meta { subject: id(1), actor: id(1), received_at: moment() };
        let mut view = self.entries.view();
        let Ok(decision) = Planning::decide(&view, &meta, command) else { return false };
        let mut news = Vec::new();
        for (aggregate, event) in decision.events {
            let version = view.version(&aggregate) + 1;
            let changes = Planning::evolve(&view, &aggregate, &event);
            view.apply(&aggregate, version, changes);
            news.push((aggregate, version, event));
        }
        let draft = view.into_draft();
        self.take(draft);
        self.events.extend(news);
        true
    }

    fn take(&mut self, draft: Draft<State>) {
        self.entries.stage(draft);
        self.entries.commit();
    }

    fn kept(&self) -> Vec<(StateKey, Entry<State>)> {
        let mut kept: Vec<_> = self.entries.committed().map(|(key, entry)| (key.clone(), entry.clone())).collect();
        kept.sort_by(|(one, _), (other, _)| one.cmp(other));
        kept
    }
}

fn step(load: &'static str) -> Step {
    Step {
        exercise: ExerciseId::of_name("bench"),
        load: kilograms(load),
        reason: ProgressionReason::UserRequested,
        evidence: None,
        expected_version: None,
    }
}

fn command() -> impl Strategy<Value = Command> {
    let load = || prop_oneof![Just("40"), Just("50"), Just("60")];
    let plan = || (10_u64..12, any::<bool>());
    let template = (9_u64..11, load(), load()).prop_flat_map(|(template, one, other)| {
        let body = |load| Content { exercises: vec![exercise("bench", load)], ..content() };
        let command = prop_oneof![
            3 => Just(template::Command::Create { content: body(one), derived_from: None }),
            3 => Just(template::Command::Update { content: body(other) }),
            1 => Just(template::Command::Archive),
            2 => Just(template::Command::Progress(step(one))),
            2 => (20_u64..22).prop_map(move |proposal| template::Command::Propose { proposal: id(proposal), step: step(other) }),
            2 => (20_u64..22).prop_map(|proposal| template::Command::Accept(id(proposal))),
            1 => (20_u64..22).prop_map(|proposal| template::Command::Decline(id(proposal))),
        ];
        command.prop_map(move |command| Command::Template(id(template), command))
    });
    let name = || prop_oneof![Just("A"), Just("B b"), Just("Bench")];
    let exercise = prop_oneof![
        name().prop_map(|name| exercise::Command::Define(exercise::Definition {
            name: name.to_owned(),
            primary_muscles: vec![Muscle::Chest],
            secondary_muscles: vec![],
            equipment: Equipment::Other,
            measurement: Measurement::RepsLoad,
            aliases: vec![],
        })),
        (name(), name()).prop_map(|(exercise, name)| exercise::Command::Rename {
            exercise: ExerciseId::of_name(exercise),
            name: name.to_owned()
        }),
        (name(), name()).prop_map(|(from, into)| exercise::Command::Merge {
            from: ExerciseId::of_name(from),
            into: ExerciseId::of_name(into)
        }),
    ];
    let meals = |name: bool| meal_plan::Content {
        name: if name { "Cut" } else { "Bulk" }.into(),
        notes: None,
        training_day: None,
        rest_day: None,
        meals: vec![PlannedMeal::example()],
    };
    let supplements = |name: bool| supplement_plan::Content {
        name: if name { "Winter" } else { "Summer" }.into(),
        notes: None,
        supplements: vec![PlannedSupplement::example()],
    };
    prop_oneof![
        6 => template,
        3 => exercise.prop_map(Command::Exercise),
        1 => any::<bool>().prop_map(|yes| {
            let answer = if yes { recommendation::Command::Accept } else { recommendation::Command::Decline };
            Command::Recommendation(id(12), answer)
        }),
        1 => plan().prop_map(move |(plan, name)| Command::MealPlan(id(plan), meal_plan::Command::Create(meals(name)))),
        1 => plan().prop_map(move |(plan, name)| Command::MealPlan(id(plan), meal_plan::Command::Update(meals(name)))),
        1 => plan().prop_map(|(plan, _)| Command::MealPlan(id(plan), meal_plan::Command::Archive)),
        1 => plan().prop_map(move |(plan, name)| {
            Command::SupplementPlan(id(plan), supplement_plan::Command::Create(supplements(name)))
        }),
        1 => plan().prop_map(move |(plan, name)| {
            Command::SupplementPlan(id(plan), supplement_plan::Command::Update(supplements(name)))
        }),
        1 => plan().prop_map(|(plan, _)| Command::SupplementPlan(id(plan), supplement_plan::Command::Archive)),
    ]
}

proptest! {
    #[test]
    fn folding_events_and_reading_snapshots_both_give_the_state(commands in prop::collection::vec(command(), 0..50)) {
        let mut partition = Partition::default();
        for command in &commands {
            partition.ask(command);
        }
        let mut folded = Partition::default();
        for (aggregate, version, event) in &partition.events {
            let mut view = folded.entries.view();
            let changes = Planning::evolve(&view, aggregate, event);
            view.apply(aggregate, *version, changes);
            let draft = view.into_draft();
            folded.take(draft);
        }
        prop_assert_eq!(folded.kept(), partition.kept());
        for (key, Entry { version, state }) in partition.kept() {
            let snapshot = Planning::snapshot(&key, version, &state);
            prop_assert_eq!(Planning::restore(snapshot), (key, version, state));
        }
    }
}

#[test]
fn a_retired_exercise_in_a_new_template_stands_for_what_it_counts_for() {
    let mut partition = Partition::default();
    let (from, into) = (ExerciseId::of_name("bench"), ExerciseId::of_name("Bench Press (Barbell)"));
    assert!(partition.ask(&Command::Exercise(exercise::Command::Merge { from, into: into.clone() })));
    let create = template::Command::Create { content: content(), derived_from: None };
    assert!(partition.ask(&Command::Template(id(9), create)));
    let Some((_, _, PlanningEvent::WorkoutTemplateCreated(created))) = partition.events.last() else {
        panic!("an event")
    };
    assert_eq!((&created.exercises[0].exercise, created.exercises[0].name.as_str()), (&into, "Bench Press (Barbell)"));
}

#[test]
fn processes_ask_in_the_name_of_the_templates_owner() {
    use schemas::planning::{CreateWorkoutTemplate, ProgressExercise, ProposeProgression};
    let progress = ProgressExercise::example();
    let (subject, command) = Planning::from_process(PlanningCommand::ProgressExercise(progress.clone()));
    let Command::Template(template, template::Command::Progress(step)) = command else { panic!("{command:?}") };
    assert_eq!((subject, template), (progress.user_id, progress.template_id));
    assert_eq!((step.expected_version, step.evidence), (Some(4), progress.evidence_event_id));
    let propose = ProposeProgression::example();
    let (_, command) = Planning::from_process(PlanningCommand::ProposeProgression(propose.clone()));
    assert!(
        matches!(command, Command::Template(_, template::Command::Propose { proposal, .. }) if proposal == propose.proposal_id)
    );
    let create = CreateWorkoutTemplate::example();
    let (_, command) = Planning::from_process(PlanningCommand::CreateWorkoutTemplate(create.clone()));
    let Command::Template(_, template::Command::Create { derived_from, .. }) = command else { panic!("{command:?}") };
    assert_eq!(derived_from, Some(create.derived_from));
}

#[test]
fn only_aggregates_of_planning_are_known() {
    assert_eq!(Planning::kind("workout-template"), Some(TEMPLATE));
    assert_eq!(Planning::kind("workout-template-version"), None);
    assert_eq!(Planning::kind("goal"), None);
}
