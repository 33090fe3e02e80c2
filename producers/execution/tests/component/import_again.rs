//! A history is sent again: only what is new or has changed is news.

use actix_web::test::TestRequest;
use command_api::testing::{Component, Fault};
use execution::Execution;
use schemas::execution::Origin;
use serde_json::json;

use crate::{
    import::{PULL, PUSH, counts, import, strong},
    support::{WORKOUTS, execution, facts, given, past, said},
};

/// Where the first imported workout stands.
fn first(execution: &Component<Execution>) -> String {
    format!("{WORKOUTS}/{}", facts(&execution.events())[0].workout_id)
}

#[actix_web::test]
async fn the_same_file_again_records_nothing() {
    let mut execution = execution().await;
    let ann = execution.person().await;
    given(&execution, import(&ann, &strong(&[PUSH, PULL]))).await;
    execution.news();
    for _ in 0..2 {
        let again = given(&execution, import(&ann, &strong(&[PUSH, PULL]))).await;
        assert_eq!((again.status, counts(&again)), (200, [2, 3, 0, 0, 2]));
        assert_eq!(again.json()["exercises"]["matched"], json!(["Bench Press (Barbell)", "Seated Row (Machine)"]));
        assert_eq!(execution.news().len(), 0);
        execution.restart();
    }
    // another person has their own history
    let ben = execution.neighbour(&ann).await;
    assert_eq!(given(&execution, import(&ben, &strong(&[PUSH]))).await.status, 201);
}

#[actix_web::test]
async fn only_what_is_new_or_has_changed_is_taken() {
    let execution = execution().await;
    let ann = execution.person().await;
    given(&execution, import(&ann, &strong(&[PUSH, PULL]))).await;
    execution.news();
    let heavier = PUSH.replace("75.0,7", "77.5,7");
    let later = PULL.replace("2021-08-02", "2021-08-09");
    let answered = given(&execution, import(&ann, &strong(&[&heavier, PULL, &later]))).await;
    assert_eq!((answered.status, counts(&answered)), (201, [3, 4, 1, 1, 1]));
    let news = execution.news();
    assert_eq!(
        said(&news),
        [
            ("WorkoutCorrected", "3", "1/2"),
            ("WorkoutExecuted", "4", "2/2"),
            ("WorkoutLogged", "1", "1/2"),
            ("WorkoutExecuted", "2", "2/2"),
            ("HistoryImported", "1", "1/1"),
        ]
    );
    let revised = &facts(&news)[0];
    assert_eq!((revised.revision, revised.origin), (2, Origin::Import));
    assert_eq!(revised.exercises[0].sets[1].load.as_ref().map(|load| load.entered()), Some("77.5"));
}

#[actix_web::test]
async fn what_was_deleted_stays_deleted() {
    let mut execution = execution().await;
    let ann = execution.person().await;
    given(&execution, import(&ann, &strong(&[PUSH, PULL]))).await;
    given(&execution, ann.delete(&first(&execution))).await;
    execution.news();
    execution.restart();
    let heavier = PUSH.replace("75.0", "77.5");
    for rows in [PUSH, &heavier] {
        let answered = given(&execution, import(&ann, &strong(&[rows, PULL]))).await;
        assert_eq!((answered.status, counts(&answered)), (200, [2, 3, 0, 0, 2]));
        assert!(answered.json()["warnings"][0]["text"].as_str().unwrap().contains("deleted"));
        assert_eq!(execution.news().len(), 0);
    }
}

#[actix_web::test]
async fn what_was_corrected_stays_corrected_until_the_file_says_something_new() {
    let mut execution = execution().await;
    let ann = execution.person().await;
    given(&execution, import(&ann, &strong(&[PUSH, PULL]))).await;
    let mut correction = past(9);
    correction["id"].take();
    given(&execution, ann.put(&first(&execution)).set_json(correction)).await;
    let news = execution.news();
    assert_eq!(said(&news)[5..], [("WorkoutCorrected", "3", "1/2"), ("WorkoutExecuted", "4", "2/2")]);
    execution.restart();
    let answered = given(&execution, import(&ann, &strong(&[PUSH, PULL]))).await;
    assert_eq!((answered.status, counts(&answered)), (200, [2, 3, 0, 0, 2]));
    assert_eq!(execution.news().len(), 0);
    let heavier = PUSH.replace("75.0", "77.5");
    assert_eq!(counts(&given(&execution, import(&ann, &strong(&[&heavier, PULL]))).await), [2, 3, 0, 1, 1]);
}

#[actix_web::test]
async fn a_key_belongs_to_one_file() {
    let execution = execution().await;
    let ann = execution.person().await;
    let keyed = |file: &str| import(&ann, file).insert_header(("Idempotency-Key", "k"));
    let first = given(&execution, keyed(&strong(&[PUSH]))).await;
    given(&execution, import(&ann, &strong(&[&PUSH.replace("75.0", "77.5")]))).await;
    execution.news();
    // the first answer, and the rows of then are not taken again
    let again = given(&execution, keyed(&strong(&[PUSH]))).await;
    assert_eq!((again.status, again.header("etag"), &again.body), (201, Some("\"1\""), &first.body));
    let other = execution.send(keyed(&strong(&[PULL]))).await.refused();
    assert_eq!((other.status, other.name.as_str()), (422, "idempotency-key-reused"));
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn an_import_outlives_a_writer_that_is_lost_and_takes_each_workout_once() {
    for fault in [Fault::Unheard, Fault::Lost, Fault::Fenced] {
        // at its beginning, among its workouts, at its end
        for transaction in 0..3 {
            let execution = execution().await;
            let ann = execution.person().await;
            execution.log.fail_after(transaction, fault);
            let answered = given(&execution, import(&ann, &strong(&[PUSH, PULL]))).await;
            // workouts whose commit nobody heard of agree when they are sent again, and are counted all the same
            assert_eq!((answered.status, counts(&answered)), (201, [2, 3, 2, 0, 0]), "{fault:?} {transaction}");
            let news = execution.news();
            assert_eq!(facts(&news).len(), 2, "{fault:?} {transaction}");
            assert_eq!(news.last().unwrap().said().0, "execution.HistoryImported", "{fault:?} {transaction}");
            assert_eq!(news.len(), 5, "{fault:?} {transaction}");
        }
    }
}

/// Sends a file, and is killed when its workouts are taken and its end is not.
async fn killed_before_its_end(execution: &mut Component<Execution>, request: TestRequest) {
    execution.log.fail_after(2, Fault::Lost);
    // whatever takes the partition up again
    for _ in 0..1_000 {
        execution.log.fail_next(Fault::Lost);
    }
    let faults = execution.log.faults();
    let killed = async {
        while execution.log.faults() == faults {
            actix_web::rt::task::yield_now().await;
        }
    };
    tokio::select! {
        answered = execution.send(request) => panic!("{answered:?}"),
        () = killed => {}
    }
    execution.log.heal();
    execution.restart();
}

#[actix_web::test]
async fn an_import_that_was_killed_before_its_end_is_told_when_it_is_sent_again() {
    let mut execution = execution().await;
    let ann = execution.person().await;
    let file = strong(&[PUSH]);
    killed_before_its_end(&mut execution, import(&ann, &file)).await;
    assert_eq!(said(&execution.news()), [("WorkoutLogged", "1", "1/2"), ("WorkoutExecuted", "2", "2/2")]);
    let answered = execution.send_until_available(|| import(&ann, &file)).await;
    assert_eq!((answered.status, counts(&answered)), (201, [1, 2, 1, 0, 0]));
    assert_eq!(said(&execution.news()), [("HistoryImported", "1", "1/1")]);
    let again = given(&execution, import(&ann, &file)).await;
    assert_eq!((again.status, counts(&again)), (200, [1, 2, 0, 0, 1]));
    // a revision is no less
    let heavier = strong(&[&PUSH.replace("75.0", "77.5")]);
    killed_before_its_end(&mut execution, import(&ann, &heavier)).await;
    execution.news();
    let answered = execution.send_until_available(|| import(&ann, &heavier)).await;
    assert_eq!((answered.status, counts(&answered)), (201, [1, 2, 0, 1, 0]));
    assert_eq!(said(&execution.news()), [("HistoryImported", "1", "1/1")]);
    execution.restart();
    assert_eq!(given(&execution, import(&ann, &heavier)).await.status, 200);
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn the_same_file_sent_twice_at_once_is_told_once() {
    let execution = execution().await;
    let ann = execution.person().await;
    let file = strong(&[PUSH, PULL]);
    let (one, other) = tokio::join!(given(&execution, import(&ann, &file)), given(&execution, import(&ann, &file)));
    let mut told = [(one.status, counts(&one)), (other.status, counts(&other))];
    told.sort_unstable();
    assert_eq!(told, [(200, [2, 3, 0, 0, 2]), (201, [2, 3, 2, 0, 0])]);
    let ends = said(&execution.news()).iter().filter(|(kind, _, _)| *kind == "HistoryImported").count();
    assert_eq!(ends, 1);
}

#[actix_web::test]
async fn a_file_that_brings_something_once_more_is_told_once_more() {
    let mut execution = execution().await;
    let ann = execution.person().await;
    let heavier = PUSH.replace("75.0", "77.5");
    let mut ids = Vec::new();
    for (rows, version) in [(PUSH, "\"1\""), (&heavier, "\"1\""), (PUSH, "\"2\"")] {
        let answered = given(&execution, import(&ann, &strong(&[rows]))).await;
        assert_eq!((answered.status, answered.header("etag")), (201, Some(version)));
        ids.push(answered.json()["import"].clone());
        execution.restart();
    }
    assert!(ids[0] == ids[2] && ids[0] != ids[1], "{ids:?}");
}
