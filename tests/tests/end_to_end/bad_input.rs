//! Bad input: each a precise problem that names the place, and nothing written.

mod case;
mod command;
mod file;
mod intake;
mod profile;
mod query;
mod token;

use serde_json::json;

use self::case::Case;
use crate::harness::{Answer, Client, System};

#[tokio::test]
async fn bad_input_is_a_problem_that_names_the_place_and_writes_nothing() {
    let system = System::start(2).await.unwrap();
    let [athlete, other] = [system.athlete().await, system.athlete().await];
    let (own, foreign) = (log_workout(&athlete).await, log_workout(&other).await);
    for (athlete, logged) in [(&athlete, &own), (&other, &foreign)] {
        // what follows from it is written too
        athlete.get("/v1/query/goals").after(logged).send().await.expect(200);
    }
    let ids = Ids { own: own.id(), foreign: foreign.id() };
    let cases = command::cases(&athlete, &ids)
        .into_iter()
        .chain(profile::cases(&athlete))
        .chain(intake::cases(&athlete))
        .chain(file::cases(&athlete))
        .chain(query::cases(&athlete))
        .chain(token::cases(&athlete, &system.environment));
    let before = system.log().ends();
    let mut wrong = Vec::new();
    for case in cases {
        wrong.extend(case.run().await);
        let after = system.log().ends();
        assert_eq!(after, before, "something was written by the last of {wrong:#?}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // the ends would have shown it
    log_workout(&athlete).await;
    assert_ne!(system.log().ends(), before);
    system.verify().await;
}

/// Workouts that there are.
struct Ids {
    own: String,
    foreign: String,
}

async fn log_workout(athlete: &Client) -> Answer {
    let workout = json!({"started_at": "2025-01-02T07:00:00Z", "zone": "UTC",
        "exercises": [{"exercise": "squat", "sets": [{"reps": 5}]}]});
    athlete.post("/v1/execution/logged-workouts", &workout).send().await.expect(201)
}
