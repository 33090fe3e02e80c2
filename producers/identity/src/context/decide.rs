//! Which rule decides which command, on which part of the state.

use command_api::{Aggregate, Decision, View};
use schemas::id::UserId;
use schemas::identity::{IdentityEvent, IdentityPrivateEvent};
use schemas::time::Instant;

use super::place::{
    access_token, account, activation, credential, found_credential, grant, of_activation, of_credential, of_grant,
    of_reservation, of_session, of_token, of_user, reservation, session, user,
};
use super::{Identity, Reply, State};
use crate::domain::{self, Command, Rejection, email_change};
use crate::records::Event;
use crate::sending;

type Decided = Result<Decision<Identity>, Rejection>;

pub(super) fn decide(view: &View<'_, State>, at: Instant, command: &Command) -> Decided {
    match command {
        Command::RegisterUser(command) => {
            let known = domain::user::Known {
                reservation: reservation(view, command.reservation),
                user: user(view, command.user),
            };
            let registered = domain::user::decide(known, command, at)?;
            let events = vec![
                (of_user(command.user), registered.user.into()),
                (of_reservation(command.reservation), registered.reservation.into()),
                (of_credential(command.user), registered.credential.into()),
                (of_activation(command.user), registered.activation.into()),
            ];
            let notice = sending::activation(command.user, &command.token, command.token_expires_at, at);
            Ok(Decision::events(events).sending([notice]))
        }
        Command::FindHolder(command) => {
            let holder = reservation(view, command.reservation).and_then(|reservation| reservation.holder());
            Ok(Decision::nothing().telling(Reply { holder, ..Reply::default() }))
        }
        Command::FindCredential(command) => {
            let credential = found_credential(view, command.user);
            Ok(Decision::nothing().telling(Reply { credential, ..Reply::default() }))
        }
        Command::StartSession(command) => {
            let target = of_session(command.user, command.session);
            let event = domain::session::decide(session_known(view, command.user, &target), command, at)?;
            Ok(several(&target, event))
        }
        Command::RefreshSession(command) => {
            let target = of_session(command.user, command.session);
            let event = domain::session::refresh(session_known(view, command.user, &target), command, at)?;
            let reused = matches!(event, IdentityPrivateEvent::SessionEnded(_));
            Ok(one(target, event).telling(Reply { reused, ..Reply::default() }))
        }
        Command::EndSession(command) => {
            let target = of_session(command.user, command.session);
            let event = domain::session::end(session(view, &target), command, at);
            Ok(perhaps(target, event))
        }
        Command::RequestActivation(command) => {
            let event = domain::activation::request(activation_known(view, command.user), command, at)?;
            let notice = sending::activation(command.user, &command.token, command.expires_at, at);
            Ok(one(of_activation(command.user), event).sending([notice]))
        }
        Command::ActivateUser(command) => {
            let events = domain::activation::activate(activation_known(view, command.user), command, at)?;
            let Some((public, private)) = events else { return Ok(Decision::nothing()) };
            let events = vec![(of_user(command.user), public.into()), (of_activation(command.user), private.into())];
            Ok(Decision::events(events))
        }
        Command::DeactivateUser(command) => {
            let event = domain::user::deactivate(account(view, command.user), command, at)?;
            Ok(perhaps(of_user(command.user), event))
        }
        Command::ReactivateUser(command) => {
            let version = view.version(&of_credential(command.user));
            let event = domain::user::reactivate(account(view, command.user), version, command, at)?;
            Ok(perhaps(of_user(command.user), event))
        }
        Command::ChangePassword(command) => {
            let target = of_credential(command.user);
            let event = domain::credential::change(view.version(&target), command, at)?;
            let notice = sending::password_changed(command.user, view.version(&target) + 1, at);
            Ok(one(target, event).sending([notice]))
        }
        Command::ChangeEmail(command) => {
            let target = of_user(command.user);
            let known = email_change::Known {
                user: user(view, command.user),
                next_version: view.version(&target) + 1,
                credential_version: view.version(&of_credential(command.user)),
            };
            Ok(step(target, email_change::request(known, command, at)?))
        }
        Command::ReserveEmail(command) => {
            let known = reservation(view, command.reservation);
            Ok(step(of_reservation(command.reservation), email_change::reserve(known, command, at)))
        }
        Command::CompleteEmailChange(command) => {
            let target = of_user(command.user);
            let known = user(view, command.user);
            let taken = email_change::complete(known, command, at);
            // whoever reads mail at the address before should hear of it
            let moved = matches!(taken.event, Some(IdentityEvent::EmailChanged(_)));
            let notice = known.filter(|_| moved).map(|before| {
                sending::email_changed(command.user, before.email.clone(), view.version(&target) + 1, at)
            });
            Ok(step(target, taken).sending(notice))
        }
        Command::ReleaseEmail(command) => {
            let known = reservation(view, command.reservation);
            Ok(step(of_reservation(command.reservation), email_change::release(known, command, at)))
        }
        Command::GrantCoaching(command) => {
            let target = of_grant(command.athlete, command.coach);
            let account = account(view, command.athlete);
            let event = domain::coaching::grant(grant(view, &target), account, command, at)?;
            Ok(perhaps(target, event))
        }
        Command::RevokeCoaching(command) => {
            let target = of_grant(command.athlete, command.coach);
            let event = domain::coaching::revoke(grant(view, &target), command, at)?;
            Ok(perhaps(target, event))
        }
        Command::CreateAccessToken(command) => {
            let target = of_token(command.user, command.token);
            let account = account(view, command.user);
            let event = domain::access_token::create(access_token(view, &target), account, command, at)?;
            Ok(one(target, event))
        }
        Command::RevokeAccessToken(command) => {
            let target = of_token(command.user, command.token);
            let event = domain::access_token::revoke(access_token(view, &target), command, at)?;
            Ok(perhaps(target, event))
        }
    }
}

fn session_known<'v>(view: &'v View<'_, State>, user: UserId, target: &Aggregate) -> domain::session::Known<'v> {
    domain::session::Known {
        credential_version: view.version(&of_credential(user)),
        kept_session: credential(view, user).and_then(|credential| credential.kept_session),
        account: account(view, user),
        session: session(view, target),
    }
}

fn activation_known<'v>(view: &'v View<'_, State>, user: UserId) -> domain::activation::Known<'v> {
    domain::activation::Known { account: account(view, user), activation: activation(view, user) }
}

fn one(target: Aggregate, event: impl Into<Event>) -> Decision<Identity> {
    Decision::events(vec![(target, event.into())])
}

fn perhaps(target: Aggregate, event: Option<impl Into<Event>>) -> Decision<Identity> {
    event.map_or_else(Decision::nothing, |event| one(target, event))
}

fn several(target: &Aggregate, events: Vec<impl Into<Event>>) -> Decision<Identity> {
    Decision::events(events.into_iter().map(|event| (target.clone(), event.into())).collect())
}

fn step(target: Aggregate, step: email_change::Step) -> Decision<Identity> {
    perhaps(target, step.event).sending(step.next.map(sending::next))
}
