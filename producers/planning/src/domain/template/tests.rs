//! Rules of templates and progressions, and what holds whatever is asked.

use proptest::prelude::*;
use schemas::{
    exercise::ExerciseId,
    planning::{
        DerivedFrom, PlannedExercise, PlannedSet, PlanningEvent, ProgressionReason, ProgressionRule,
        ProgressionRuleKind, ProposalStatus, SetKind, UpdateReason,
    },
    testing::id,
};

use super::{
    Command, Content, Known, Step, estimated_minutes,
    scenario::{Scenario, content, eight_at, exercise, kilograms},
};
use crate::domain::{rejection::Rejection, values::MOST_RULES};

fn create() -> Command {
    Command::Create { content: content(), derived_from: None }
}

fn update(load: &str) -> Command {
    Command::Update { content: Content { exercises: vec![exercise("bench", load)], ..content() } }
}

fn step(exercise: &str, load: &str) -> Step {
    Step {
        exercise: ExerciseId::of_name(exercise),
        load: kilograms(load),
        reason: ProgressionReason::CompletedAllReps,
        evidence: Some(id(13)),
        expected_version: None,
    }
}

fn progress(load: &str) -> Command {
    Command::Progress(step("bench", load))
}

fn propose(proposal: u64, load: &str) -> Command {
    Command::Propose { proposal: id(proposal), step: step("bench", load) }
}

fn rule(kind: ProgressionRuleKind) -> ProgressionRule {
    ProgressionRule {
        kind,
        increment: None,
        decrement: None,
        successes: None,
        failures: None,
        reps_min: None,
        reps_max: None,
        total_reps: None,
        percent_tenths: vec![],
        rpe_tenths: None,
        rounding: None,
    }
}

fn choose(exercise: &str) -> Command {
    Command::ChooseRule { exercise: ExerciseId::of_name(exercise), rule: rule(ProgressionRuleKind::Double) }
}

fn unknown() -> Result<Vec<PlanningEvent>, Rejection> {
    Err(Rejection::Unknown { what: "workout template" })
}

/// The loads that the newest version prescribes, as entered.
fn loads(scenario: &Scenario) -> Vec<String> {
    let sets = scenario.versions.last().unwrap().exercises.iter().flat_map(|exercise| &exercise.sets);
    sets.map(|set| set.load.as_ref().unwrap().entered().to_owned()).collect()
}

#[test]
fn creating_makes_version_one() {
    let events = Scenario::default().when(&create()).unwrap();
    let [PlanningEvent::WorkoutTemplateCreated(created)] = &events[..] else { panic!("{events:?}") };
    // 3 × (8 × 4 s + 90 s) + 60 s = 426 s
    assert_eq!((created.version, created.estimated_duration_minutes, created.duration_minutes), (1, 8, None));
    let given = Content { duration_minutes: Some(45), ..content() };
    let events = Scenario::default().when(&Command::Create { content: given, derived_from: None }).unwrap();
    let [PlanningEvent::WorkoutTemplateCreated(created)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((created.estimated_duration_minutes, created.duration_minutes), (45, Some(45)));
}

#[test]
fn a_copy_says_what_it_was_derived_from() {
    let derived_from = Some(DerivedFrom { owner_id: id(2), template_id: id(3), version: 4 });
    let events = Scenario::default().when(&Command::Create { content: content(), derived_from: derived_from.clone() });
    let [PlanningEvent::WorkoutTemplateCreated(created)] = &events.unwrap()[..] else { panic!("one event") };
    assert_eq!(created.derived_from, derived_from);
}

#[test]
fn creating_the_same_again_agrees_and_another_one_is_refused() {
    let scenario = Scenario::created().after(&update("50"));
    assert_eq!(scenario.when(&create()), Ok(vec![]));
    let other = Command::Create { content: Content { name: "Pull".into(), ..content() }, derived_from: None };
    assert_eq!(scenario.when(&other), Err(Rejection::CreatedOtherwise { current_version: 2 }));
}

#[test]
fn an_update_is_the_next_version_and_says_what_changed() {
    let given = Content { duration_minutes: Some(45), ..content() };
    let events = Scenario::created().when(&Command::Update { content: given }).unwrap();
    let [PlanningEvent::WorkoutTemplateUpdated(updated)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((updated.previous_version, updated.version), (1, 2));
    assert_eq!((updated.minutes_before, updated.minutes_after), (8, 45));
    assert_eq!((updated.reason, updated.changes.len()), (UpdateReason::Edited, 1));
}

#[test]
fn updating_to_what_stands_records_nothing() {
    let scenario = Scenario::created().after(&update("50"));
    assert_eq!(scenario.when(&update("50")), Ok(vec![]));
    assert_eq!(Scenario::default().when(&update("50")), unknown());
}

#[test]
fn an_archived_template_stays_as_it_is() {
    let scenario = Scenario::created().after(&propose(11, "50")).after(&Command::Archive);
    assert_eq!(scenario.when(&Command::Archive), Ok(vec![]));
    for command in [update("50"), progress("50"), propose(12, "60"), Command::Accept(id(11)), choose("bench")] {
        assert_eq!(scenario.when(&command), Err(Rejection::Archived), "{command:?}");
    }
    assert_eq!(scenario.when(&Command::Decline(id(11))), Err(Rejection::Archived));
    assert_eq!(Scenario::default().when(&Command::Archive), unknown());
}

#[test]
fn versions_that_were_made_never_change() {
    let mut scenario = Scenario::created();
    let first = scenario.versions[0].clone();
    scenario = scenario.after(&update("50")).after(&progress("60"));
    assert_eq!(scenario.versions.len(), 3);
    assert_eq!(scenario.versions[0], first);
}

#[test]
fn a_merged_exercise_stands_for_the_other_and_a_name_is_looked_up() {
    let (bench, press) = (ExerciseId::of_name("bench"), ExerciseId::of_name("press"));
    let known = Known([(press.clone(), (bench.clone(), Some("Bench Press".to_owned())))].into());
    let scenario = Scenario { known, ..Scenario::default() };
    let nameless = PlannedExercise { name: press.to_string(), ..exercise("press", "40") };
    let content = Content { exercises: vec![nameless], ..content() };
    let events = scenario.when(&Command::Create { content, derived_from: None }).unwrap();
    let [PlanningEvent::WorkoutTemplateCreated(created)] = &events[..] else { panic!("{events:?}") };
    assert_eq!((&created.exercises[0].exercise, created.exercises[0].name.as_str()), (&bench, "Bench Press"));
}

#[test]
fn a_progression_prescribes_the_new_load_in_a_new_version() {
    let events = Scenario::created().when(&progress("50")).unwrap();
    let [PlanningEvent::ExerciseProgressionUpdated(load), PlanningEvent::WorkoutTemplateUpdated(updated)] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((load.old_load.entered(), load.new_load.entered(), load.version), ("40", "50", 2));
    assert_eq!((load.evidence_event_id, updated.evidence_event_id), (Some(id(13)), Some(id(13))));
    assert_eq!((updated.version, updated.reason), (2, UpdateReason::CompletedAllReps));
    assert_eq!(loads(&Scenario::created().after(&progress("50"))), ["50", "50", "50"]);
}

#[test]
fn a_pyramid_stays_one_and_warm_ups_stay_what_they_are() {
    let warm_up = PlannedSet { kind: SetKind::WarmUp, ..eight_at("20") };
    let drop = PlannedSet { kind: SetKind::Drop, ..eight_at("30") };
    let sets = vec![warm_up, eight_at("40"), eight_at("45"), drop];
    let exercises =
        vec![PlannedExercise { sets, ..exercise("bench", "40") }, exercise("bench", "40"), exercise("row", "40")];
    let content = Content { exercises, ..content() };
    let scenario = Scenario::default().after(&Command::Create { content, derived_from: None });
    let scenario = scenario.after(&progress("42.5"));
    assert_eq!(loads(&scenario), ["20", "42.5", "47.5", "30", "42.5", "42.5", "42.5", "40", "40", "40"]);
}

#[test]
fn a_progression_to_what_is_prescribed_records_nothing() {
    assert_eq!(Scenario::created().when(&progress("40")), Ok(vec![]));
}

#[test]
fn a_progression_needs_the_exercise_and_a_load() {
    let row = ExerciseId::of_name("row");
    assert_eq!(Scenario::default().when(&progress("50")), unknown());
    let not_there = Err(Rejection::NotInTemplate { exercise: row.clone() });
    assert_eq!(Scenario::created().when(&Command::Progress(step("row", "50"))), not_there);
    let no_load = PlannedExercise { sets: vec![PlannedSet { load: None, ..eight_at("0") }], ..exercise("row", "0") };
    let content = Content { exercises: vec![no_load], ..content() };
    let scenario = Scenario::default().after(&Command::Create { content, derived_from: None });
    assert_eq!(scenario.when(&Command::Progress(step("row", "50"))), Err(Rejection::NoLoad { exercise: row }));
}

#[test]
fn a_process_that_decided_on_an_older_version_is_refused_unless_it_repeats_itself() {
    let scenario = Scenario::created().after(&progress("50"));
    assert_eq!(scenario.sequence, 3);
    let on = |version, load| Command::Progress(Step { expected_version: Some(version), ..step("bench", load) });
    assert_eq!(scenario.when(&on(1, "50")), Ok(vec![]));
    assert_eq!(scenario.when(&on(1, "55")), Err(Rejection::Stale { current_version: 3 }));
    assert_eq!(scenario.when(&on(3, "55")).unwrap().len(), 2);
    let proposed = |version| Command::Propose {
        proposal: id(11),
        step: Step { expected_version: Some(version), ..step("bench", "55") },
    };
    assert_eq!(scenario.when(&proposed(2)), Err(Rejection::Stale { current_version: 3 }));
    let scenario = scenario.after(&proposed(3));
    assert_eq!(scenario.when(&proposed(3)), Ok(vec![]));
}

#[test]
fn a_proposal_changes_nothing_until_it_is_accepted() {
    let scenario = Scenario::created().after(&propose(11, "50"));
    assert_eq!(loads(&scenario), ["40", "40", "40"]);
    let events = scenario.when(&Command::Accept(id(11))).unwrap();
    let [
        PlanningEvent::ProgressionAccepted(accepted),
        PlanningEvent::ExerciseProgressionUpdated(load),
        PlanningEvent::WorkoutTemplateUpdated(updated),
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((accepted.version, load.version, updated.version), (1, 2, 2));
    assert_eq!(load.proposal_id, Some(id(11)));
    let scenario = scenario.after(&Command::Accept(id(11)));
    assert_eq!(loads(&scenario), ["50", "50", "50"]);
    assert_eq!(scenario.when(&Command::Accept(id(11))), Ok(vec![]));
    assert_eq!(scenario.when(&Command::Decline(id(11))), Err(Rejection::AcceptedBefore));
}

#[test]
fn a_declined_proposal_stays_declined() {
    let scenario = Scenario::created().after(&propose(11, "50")).after(&Command::Decline(id(11)));
    assert_eq!(scenario.when(&Command::Decline(id(11))), Ok(vec![]));
    assert_eq!(scenario.when(&Command::Accept(id(11))), Err(Rejection::DeclinedBefore));
    // a repeated proposal is agreed with, and opens nothing
    assert_eq!(scenario.when(&propose(11, "50")), Ok(vec![]));
}

#[test]
fn proposals_are_known_by_their_ids() {
    let scenario = Scenario::created().after(&propose(11, "50"));
    assert_eq!(scenario.when(&propose(11, "55")), Err(Rejection::ProposedOtherwise));
    assert_eq!(scenario.when(&Command::Accept(id(12))), Err(Rejection::Unknown { what: "proposal" }));
    assert_eq!(scenario.when(&Command::Decline(id(12))), Err(Rejection::Unknown { what: "proposal" }));
    assert_eq!(Scenario::default().when(&Command::Accept(id(11))), unknown());
    // to propose what is prescribed is idle
    assert_eq!(scenario.when(&propose(12, "40")), Ok(vec![]));
    // a newer one takes the place of an older one
    let scenario = scenario.after(&propose(12, "55"));
    assert_eq!(scenario.when(&Command::Accept(id(11))), Err(Rejection::Unknown { what: "proposal" }));
}

#[test]
fn a_proposal_is_outdated_when_the_load_has_changed_or_gone() {
    let scenario = Scenario::created().after(&propose(11, "50"));
    assert_eq!(scenario.clone().after(&update("45")).when(&Command::Accept(id(11))), Err(Rejection::ProposalOutdated));
    let other = Command::Update { content: Content { exercises: vec![exercise("row", "40")], ..content() } };
    assert_eq!(scenario.after(&other).when(&Command::Accept(id(11))), Err(Rejection::ProposalOutdated));
}

#[test]
fn a_rule_is_chosen_for_an_exercise_of_the_template() {
    let events = Scenario::created().when(&choose("bench")).unwrap();
    assert!(matches!(&events[..], [PlanningEvent::ProgressionRuleChosen(chosen)] if chosen.version == 1));
    assert_eq!(Scenario::created().after(&choose("bench")).when(&choose("bench")), Ok(vec![]));
    let row = ExerciseId::of_name("row");
    assert_eq!(Scenario::created().when(&choose("row")), Err(Rejection::NotInTemplate { exercise: row }));
    assert_eq!(Scenario::default().when(&choose("bench")), unknown());
}

#[test]
fn a_template_keeps_rules_for_so_many_exercises() {
    let mut scenario = Scenario::created();
    for number in 0..MOST_RULES {
        let name = format!("x{number}");
        let exercises = vec![exercise(&name, "40"), exercise("row", "40")];
        scenario =
            scenario.after(&Command::Update { content: Content { exercises, ..content() } }).after(&choose(&name));
    }
    assert_eq!(scenario.when(&choose("row")), Err(Rejection::TooManyRules));
    // one that has a rule can have another
    let name = format!("x{}", MOST_RULES - 1);
    let other = Command::ChooseRule { exercise: ExerciseId::of_name(&name), rule: rule(ProgressionRuleKind::Follow) };
    assert_eq!(scenario.when(&other).unwrap().len(), 1);
}

#[test]
fn an_answered_proposal_is_forgotten_with_its_exercise() {
    let gone = Command::Update { content: Content { exercises: vec![exercise("row", "40")], ..content() } };
    let answered = Scenario::created().after(&propose(11, "50")).after(&Command::Decline(id(11)));
    assert_eq!(answered.clone().after(&update("45")).state.unwrap().proposals.len(), 1);
    assert_eq!(answered.after(&gone).state.unwrap().proposals.len(), 0);
    let open = Scenario::created().after(&propose(11, "50")).after(&gone);
    assert_eq!(open.state.unwrap().proposals.len(), 1);
}

#[test]
fn the_estimate_counts_work_rest_and_getting_ready() {
    let timed = PlannedSet { duration_seconds: Some(45), reps: None, rest_seconds: Some(15), ..eight_at("0") };
    let range = PlannedSet { reps: None, reps_min: Some(5), reps_max: Some(10), rest_seconds: None, ..eight_at("0") };
    let of = |sets: Vec<PlannedSet>| estimated_minutes(&[PlannedExercise { sets, ..exercise("a", "0") }]);
    assert_eq!(estimated_minutes(&[]), 0);
    assert_eq!(of(vec![timed.clone()]), 2);
    // 60 + 60 + 40 seconds
    assert_eq!(of(vec![timed, range]), 3);
}

fn command() -> impl Strategy<Value = Command> {
    let load = prop_oneof![Just("40"), Just("45"), Just("50"), Just("102.5")];
    let steps = (prop_oneof![Just("bench"), Just("row")], load, prop::option::of(0_u64..12))
        .prop_map(|(name, load, expected_version)| Step { expected_version, ..step(name, load) });
    let content =
        (prop::collection::vec((prop_oneof![Just("bench"), Just("row")], 0..3_usize), 1..3)).prop_map(|blocks| {
            let load = |index: usize| ["40", "45", "50"][index];
            Content {
                exercises: blocks.into_iter().map(|(name, index)| exercise(name, load(index))).collect(),
                ..content()
            }
        });
    prop_oneof![
        2 => Just(create()),
        4 => content.prop_map(|content| Command::Update { content }),
        1 => Just(Command::Archive),
        4 => steps.clone().prop_map(Command::Progress),
        4 => (0..4_u64, steps).prop_map(|(proposal, step)| Command::Propose { proposal: id(proposal), step }),
        3 => (0..4_u64).prop_map(|proposal| Command::Accept(id(proposal))),
        2 => (0..4_u64).prop_map(|proposal| Command::Decline(id(proposal))),
        1 => prop_oneof![Just("bench"), Just("row")].prop_map(choose),
    ]
}

proptest! {
    #[test]
    fn any_sequence_of_commands_keeps_versions_whole(commands in prop::collection::vec(command(), 0..40)) {
        let mut scenario = Scenario::default();
        for command in commands {
            let before = scenario.clone();
            let Ok(events) = scenario.when(&command) else { continue };
            scenario.take(&events);
            let Some(template) = &scenario.state else { continue };
            // versions count 1, 2, 3 … and the head names the newest
            for (index, version) in scenario.versions.iter().enumerate() {
                prop_assert_eq!(version.template_version as usize, index + 1);
            }
            prop_assert_eq!(template.versions.version as usize, scenario.versions.len());
            prop_assert_eq!(template.versions.current, Content::of(scenario.versions.last().unwrap()).digest());
            prop_assert_eq!(&scenario.versions[..before.versions.len()], &before.versions[..]);
            // there is at most one proposal per exercise, and an accepted one is prescribed when it is accepted
            prop_assert!(template.proposals.iter().all(|(exercise, proposal)| *exercise == proposal.exercise));
            if let Command::Accept(proposal) = command && !events.is_empty() {
                let taken = template.proposals.values().find(|known| known.proposal_id == proposal).unwrap();
                prop_assert_eq!(taken.status, ProposalStatus::Accepted);
            }
            // what is archived stays as it is
            if before.state.as_ref().is_some_and(|template| template.versions.archived) {
                prop_assert!(events.is_empty(), "{events:?}");
            }
            // what was accepted is agreed with when it is asked again, unless it names a version that is past
            let again = scenario.when(&command);
            let is_archive_or_old = matches!(again, Err(Rejection::Archived | Rejection::Stale { .. }));
            prop_assert!(again == Ok(vec![]) || is_archive_or_old, "{:?} again: {:?}", command, again);
        }
    }
}
