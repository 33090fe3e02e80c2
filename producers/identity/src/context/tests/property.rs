//! Any sequence of commands, the steps of changes of address delivered whenever they come.

use std::collections::BTreeMap;

use command_api::testing::command_of;
use proptest::prelude::*;
use schemas::identity::{AccountState, Scope};

use super::super::place::{account, reservation, user};
use super::*;
use crate::domain::activation::ActivateUser;
use crate::domain::coaching::{GrantCoaching, RevokeCoaching};
use crate::domain::credential::ChangePassword;
use crate::domain::email_change::ChangeEmail;
use crate::domain::user::{DeactivateUser, ReactivateUser};

const ADDRESSES: [&str; 4] = ["ann@example.com", "ben@example.com", "cat@example.com", "dan@example.com"];
const PEOPLE: u64 = 3;

#[derive(Debug, Clone)]
enum Step {
    Register(u64, usize),
    SignIn(u64),
    Activate(u64),
    Deactivate(u64),
    Reactivate(u64),
    ChangePassword(u64),
    ChangeEmail(u64, usize),
    /// The next step of this one of the owners that something waits for.
    Deliver(usize),
    Grant(u64, u64, bool),
    Revoke(u64, u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let person = || 1..=PEOPLE;
    let address = || 0..ADDRESSES.len();
    let step = prop_oneof![
        3 => (person(), address()).prop_map(|(person, address)| Step::Register(person, address)),
        1 => person().prop_map(Step::SignIn),
        1 => person().prop_map(Step::Activate),
        1 => person().prop_map(Step::Deactivate),
        1 => person().prop_map(Step::Reactivate),
        1 => person().prop_map(Step::ChangePassword),
        4 => (person(), address()).prop_map(|(person, address)| Step::ChangeEmail(person, address)),
        5 => (0..8_usize).prop_map(Step::Deliver),
        1 => (person(), person(), any::<bool>()).prop_map(|(athlete, coach, all)| Step::Grant(athlete, coach, all)),
        1 => (person(), person()).prop_map(|(athlete, coach)| Step::Revoke(athlete, coach)),
    ];
    proptest::collection::vec(step, 0..40)
}

#[derive(Default)]
struct World {
    partition: Partition,
    /// What was sent and is not delivered, in order for each owner.
    waiting: BTreeMap<Uuid, Vec<IdentityCommand>>,
    /// Versions that were written, by aggregate.
    versions: BTreeMap<(Uuid, &'static str, Uuid), u64>,
    sessions: u64,
}

impl World {
    fn ask(&mut self, subject: UserId, command: &Command) -> Result<usize, Rejection> {
        let (events, sent, _) = self.partition.send(subject, command)?;
        for (aggregate, _) in &events {
            *self.versions.entry((aggregate.owner, aggregate.kind, aggregate.id)).or_default() += 1;
        }
        for command in sent.iter().filter_map(command_of::<IdentityCommand>) {
            let owner = Identity::from_process(command.clone()).0.uuid();
            self.waiting.entry(owner).or_default().push(command);
        }
        Ok(events.len())
    }

    fn deliver(&mut self, which: usize) -> bool {
        self.waiting.retain(|_, commands| !commands.is_empty());
        let owners: Vec<Uuid> = self.waiting.keys().copied().collect();
        let Some(owner) = owners.get(which % owners.len().max(1)) else { return false };
        let command = self.waiting.get_mut(owner).unwrap().remove(0);
        let (subject, command) = Identity::from_process(command);
        // a step finds out by itself whether it came too late: none is refused
        self.ask(subject, &command).unwrap();
        true
    }

    fn credential_version(&self, of: UserId) -> u64 {
        self.partition.0.view().version(&place::of_credential(of))
    }

    fn take(&mut self, step: &Step) {
        let who = |person: &u64| id::<schemas::id::kind::User>(*person);
        // refusals are right as long as the invariants hold
        let _ = match step {
            Step::Register(person, address) => self.ask(who(person), &register(who(person), ADDRESSES[*address])),
            Step::SignIn(person) => {
                self.sessions += 1;
                let Command::StartSession(start) = start(who(person), self.credential_version(who(person))) else {
                    unreachable!()
                };
                let start = StartSession { session: id(100 + self.sessions), ..start };
                self.ask(who(person), &Command::StartSession(start))
            }
            Step::Activate(person) => {
                let token_hash = OneTimeToken::new(&[1; 32]).hash();
                self.ask(who(person), &Command::ActivateUser(ActivateUser { user: who(person), token_hash }))
            }
            Step::Deactivate(person) => {
                self.ask(who(person), &Command::DeactivateUser(DeactivateUser { user: who(person) }))
            }
            Step::Reactivate(person) => {
                let credential_version = self.credential_version(who(person));
                let command = ReactivateUser { user: who(person), credential_version };
                self.ask(who(person), &Command::ReactivateUser(command))
            }
            Step::ChangePassword(person) => {
                let credential_version = self.credential_version(who(person));
                let password_hash = PasswordHash::from_phc(format!("$argon2id${credential_version}"));
                let command = ChangePassword { user: who(person), credential_version, password_hash, session: None };
                self.ask(who(person), &Command::ChangePassword(command))
            }
            Step::ChangeEmail(person, address) => {
                let command = ChangeEmail {
                    user: who(person),
                    credential_version: self.credential_version(who(person)),
                    reservation: reservation_of(ADDRESSES[*address]),
                    email: EmailAddress::parse(ADDRESSES[*address]).unwrap(),
                };
                self.ask(who(person), &Command::ChangeEmail(command))
            }
            Step::Deliver(which) => Ok(usize::from(self.deliver(*which))),
            Step::Grant(athlete, coach, all) => {
                let scopes = if *all { vec![Scope::Log, Scope::Read] } else { vec![Scope::Read] };
                let command = GrantCoaching { athlete: who(athlete), coach: who(coach), scopes, until: None };
                self.ask(who(athlete), &Command::GrantCoaching(command))
            }
            Step::Revoke(athlete, coach) => {
                let command = RevokeCoaching { athlete: who(athlete), coach: who(coach) };
                self.ask(who(athlete), &Command::RevokeCoaching(command))
            }
        };
    }

    /// What holds at every moment.
    fn check(&self) {
        let view = self.partition.0.view();
        for person in 1..=PEOPLE {
            let person = id(person);
            let Some(user) = user(&view, person) else {
                assert!(account(&view, person).is_none());
                continue;
            };
            // an address that somebody has is reserved for them and nobody else
            let held = reservation(&view, user.reservation.unwrap()).unwrap();
            assert_eq!(held.holder(), Some(person));
            let account = account(&view, person).unwrap();
            assert!(account.version <= view.version(&place::of_user(person)));
            assert_ne!(account.status, AccountState::Unknown);
        }
        for (key, entry) in self.partition.0.committed() {
            let snapshot = Identity::snapshot(key, entry.version, &entry.state);
            assert_eq!(Identity::restore(snapshot), (key.clone(), entry.version, entry.state.clone()));
        }
        // as many events as the version says: 1, 2, 3 … without gaps
        for ((owner, kind, id), written) in &self.versions {
            assert_eq!(view.version(&Aggregate { owner: *owner, kind, id: *id }), *written, "{kind}");
        }
    }

    /// What holds once everything that was sent has arrived.
    fn check_settled(&self) {
        let view = self.partition.0.view();
        let held_by_users: Vec<_> = (1..=PEOPLE)
            .filter_map(|person| user(&view, id(person)))
            .map(|user| {
                assert_eq!(user.pending, None, "somebody waits for ever");
                user.reservation.unwrap()
            })
            .collect();
        let held = ADDRESSES
            .map(reservation_of)
            .into_iter()
            .filter(|address| reservation(&view, *address).is_some_and(|reservation| reservation.holder().is_some()));
        // no address is held for nobody
        assert_eq!(held.count(), held_by_users.len());
    }
}

proptest! {
    #[test]
    fn whatever_comes_addresses_have_one_holder_and_versions_no_gaps(steps in steps()) {
        let mut world = World::default();
        for step in &steps {
            world.take(step);
            world.check();
        }
        while world.deliver(0) {}
        world.check();
        world.check_settled();
    }

    #[test]
    fn whoever_registers_first_keeps_the_address(attempts in proptest::collection::vec((1..6_u64, 0..4_usize), 0..16)) {
        let spellings = ["ann@example.com", "ANN@example.com", "bob@example.com", "Bob@Example.com"];
        let mut partition = Partition::default();
        let mut holders: [Option<UserId>; 2] = [None; 2];
        for (number, spelling) in attempts {
            let (user, mailbox) = (id(number), spelling / 2);
            let expected = match holders[mailbox] {
                Some(_) => Err(Rejection::EmailTaken),
                None if holders.contains(&Some(user)) => Err(Rejection::UserIdTaken),
                None => Ok(4),
            };
            let asked = partition.ask(user, &register(user, spellings[spelling]));
            prop_assert_eq!(asked.map(|(events, _)| events.len()), expected);
            if expected.is_ok() {
                holders[mailbox] = Some(user);
            }
            let found = partition.find(spellings[mailbox * 2]).map(|found| found.user);
            prop_assert_eq!(found, holders[mailbox]);
        }
    }
}
