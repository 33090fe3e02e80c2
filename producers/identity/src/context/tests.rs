//! Registering and signing in, folded as the mechanism folds: decide, evolve, decide on the result.

use command_api::{Entries, Sent};
use schemas::digest::Digest;
use schemas::id::ReservationId;
use schemas::testing::{id, moment};
use schemas::time::Instant;

use uuid::Uuid;

use super::place::{EMAIL_RESERVATION, USER};
use super::*;
use crate::domain::credential::{FindCredential, PasswordHash};
use crate::domain::email::{EmailAddress, EmailKey};
use crate::domain::email_reservation::FindHolder;
use crate::domain::one_time_token::OneTimeToken;
use crate::domain::session::StartSession;
use crate::domain::user::RegisterUser;

mod property;

const NOW: Instant = Instant::from_micros(1_700_000_000_000_000);

/// Events, what is sent, and what is told.
type Sending = (Vec<(Aggregate, Event)>, Vec<Sent>, Reply);

/// The partition of one person, with everything decided so far.
#[derive(Default)]
struct Partition(Entries<State>);

impl Partition {
    fn ask(&mut self, subject: UserId, command: &Command) -> Result<(Vec<(Aggregate, Event)>, Reply), Rejection> {
        self.send(subject, command).map(|(events, _, reply)| (events, reply))
    }

    fn send(&mut self, subject: UserId, command: &Command) -> Result<Sending, Rejection> {
        let meta = Meta { subject, actor: subject, received_at: NOW };
        let mut view = self.0.view();
        let Decision { events, commands, reply } = Identity::decide(&view, &meta, command)?;
        for (aggregate, event) in &events {
            let version = view.version(aggregate) + 1;
            let changes = Identity::evolve(&view, aggregate, event);
            view.apply(aggregate, version, changes);
        }
        let draft = view.into_draft();
        self.0.stage(draft);
        self.0.commit();
        Ok((events, commands, reply))
    }

    fn find(&mut self, email: &str) -> Option<FoundCredential> {
        let find = FindHolder { reservation: reservation_of(email) };
        let subject = UserId::from_uuid(find.reservation.uuid());
        let (events, reply) = self.ask(subject, &Command::FindHolder(find)).unwrap();
        assert!(events.is_empty());
        let user = reply.holder?;
        let (events, reply) = self.ask(user, &Command::FindCredential(FindCredential { user })).unwrap();
        assert!(events.is_empty());
        reply.credential
    }
}

fn reservation_of(email: &str) -> ReservationId {
    EmailKey::new([7; 32]).reservation(&EmailAddress::parse(email).unwrap())
}

fn register(user: UserId, email: &str) -> Command {
    Command::RegisterUser(RegisterUser {
        user,
        reservation: reservation_of(email),
        email: EmailAddress::parse(email).unwrap(),
        password_hash: PasswordHash::from_phc("$argon2id$…".to_owned()),
        token: OneTimeToken::new(&[1; 32]),
        token_expires_at: moment(),
    })
}

fn start(user: UserId, credential_version: u64) -> Command {
    Command::StartSession(StartSession {
        user,
        session: id(9),
        credential_version,
        refresh_token_hash: Digest::of(b"secret"),
        expires_at: moment(),
    })
}

#[test]
fn a_registered_person_signs_in() {
    let mut partition = Partition::default();
    assert_eq!(partition.find("ann@example.com"), None);
    let (events, _) = partition.ask(id(1), &register(id(1), "Ann@example.com")).unwrap();
    assert_eq!(events.len(), 4);
    let found = partition.find("ANN@example.com").unwrap();
    assert_eq!((found.user, found.version), (id(1), 1));
    assert_eq!(found.password_hash.expose(), "$argon2id$…");
    let (events, _) = partition.ask(id(1), &start(found.user, found.version)).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(partition.ask(id(1), &start(id(1), 1)).unwrap_err(), Rejection::SessionIdTaken);
}

#[test]
fn one_address_has_one_account() {
    let mut partition = Partition::default();
    partition.ask(id(1), &register(id(1), "ann@example.com")).unwrap();
    let refused = partition.ask(id(2), &register(id(2), "ANN@EXAMPLE.COM")).unwrap_err();
    assert_eq!(refused, Rejection::EmailTaken);
    assert!(partition.ask(id(2), &register(id(2), "bob@example.com")).is_ok());
}

#[test]
fn a_session_is_started_on_the_credential_that_stands() {
    let mut partition = Partition::default();
    assert_eq!(partition.ask(id(1), &start(id(1), 1)).unwrap_err(), Rejection::CredentialChanged);
    partition.ask(id(1), &register(id(1), "ann@example.com")).unwrap();
    assert_eq!(partition.ask(id(1), &start(id(1), 2)).unwrap_err(), Rejection::CredentialChanged);
}

#[test]
fn what_is_private_stands_in_private_topics_and_is_not_named_in_answers() {
    let mut partition = Partition::default();
    let (mut events, _) = partition.ask(id(1), &register(id(1), "ann@example.com")).unwrap();
    events.extend(partition.ask(id(1), &start(id(1), 1)).unwrap().0);
    let told: Vec<_> = events
        .iter()
        .map(|(aggregate, event)| (aggregate.kind, Identity::event_topic(event).unwrap(), Identity::is_public(event)))
        .collect();
    let expected = [
        (USER, Topic::IDENTITY_EVENTS, true),
        (EMAIL_RESERVATION, Topic::IDENTITY_EVENTS, true),
        (CREDENTIAL, Topic::IDENTITY_PRIVATE, false),
        (ACTIVATION, Topic::IDENTITY_PRIVATE, false),
        (SESSION, Topic::IDENTITY_PRIVATE, false),
    ];
    assert_eq!(told, expected);
    let topic = |store| Identity::state_topic(&StateKey { owner: Uuid::nil(), store, key: String::new() });
    assert_eq!(topic(USER), Some(Topic::IDENTITY_STATE));
    assert_eq!(topic(EMAIL_RESERVATION), Some(Topic::IDENTITY_STATE));
    assert_eq!(topic(CREDENTIAL), Some(Topic::IDENTITY_PRIVATE_STATE));
    assert_eq!(topic(SESSION), Some(Topic::IDENTITY_PRIVATE_STATE));
    assert_eq!(topic(ACCOUNT), Some(Topic::IDENTITY_ACCOUNTS));
    // what is written beside the usual topics is restored from there
    let further = further_topics();
    assert_eq!(further.events, [Topic::IDENTITY_PRIVATE]);
    let state: Vec<_> = further.state.iter().copied().map(Some).collect();
    assert_eq!(state, [topic(SESSION), topic(ACCOUNT), topic(COACHING_GRANT)]);
    assert_eq!(topic(ACTIVATION), topic(SESSION));
    assert_eq!(topic(ACCESS_TOKEN), topic(COACHING_GRANT));
}

#[test]
fn every_aggregate_owns_its_keys() {
    let mut partition = Partition::default();
    let (events, _) = partition.ask(id(1), &register(id(1), "ann@example.com")).unwrap();
    let [(user, _), (reservation, _), (credential, _), (activation, _)] = events.as_slice() else {
        panic!("{events:?}")
    };
    let ann = id::<schemas::id::kind::User>(1).uuid();
    assert_eq!((user.owner, user.id), (ann, ann));
    assert_eq!((credential.owner, credential.id), (ann, ann));
    assert_eq!((activation.owner, activation.id), (ann, ann));
    let address = reservation_of("ann@example.com").uuid();
    assert_eq!((reservation.owner, reservation.id), (address, address));
    for (aggregate, _) in &events {
        assert_eq!(Identity::kind(aggregate.kind), Some(aggregate.kind));
    }
    assert_eq!(Identity::kind(ACCOUNT), None);
}

#[test]
fn a_snapshot_gives_the_state_back() {
    let mut partition = Partition::default();
    partition.ask(id(1), &register(id(1), "ann@example.com")).unwrap();
    partition.ask(id(1), &start(id(1), 1)).unwrap();
    let entries: Vec<_> = partition.0.committed().collect();
    assert_eq!(entries.len(), 6);
    for (key, entry) in entries {
        let snapshot = Identity::snapshot(key, entry.version, &entry.state);
        assert_eq!(Identity::restore(snapshot), (key.clone(), entry.version, entry.state.clone()));
    }
}

#[test]
fn a_kept_answer_holds_no_hash() {
    let found = FoundCredential {
        user: id(1),
        version: 1,
        password_hash: PasswordHash::from_phc("secret".to_owned()),
        email: "a@b".into(),
    };
    let reply = Reply { credential: Some(found), holder: Some(id(1)), reused: true };
    assert_eq!(serde_json::to_string(&reply).unwrap(), "{}");
    assert!(!format!("{reply:?}").contains("secret"));
}

#[test]
fn a_process_asks_in_the_partition_of_what_it_is_about() {
    use schemas::identity::{CompleteEmailChange, ReleaseEmail, ReserveEmail};
    use schemas::testing::Example;
    let subject = |command| Identity::from_process(command).0.uuid();
    let reserve = ReserveEmail::example();
    assert_eq!(subject(IdentityCommand::ReserveEmail(reserve.clone())), reserve.reservation_id.uuid());
    let complete = CompleteEmailChange::example();
    assert_eq!(subject(IdentityCommand::CompleteEmailChange(complete.clone())), complete.user_id.uuid());
    let release = ReleaseEmail::example();
    assert_eq!(subject(IdentityCommand::ReleaseEmail(release.clone())), release.reservation_id.uuid());
}
