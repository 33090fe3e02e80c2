//! Signing in: find the credential, verify the password beside the log, start a session while the
//! credential still stands. And going on with a session, by its refresh token.

use command_api::{Anonymous, Failure};
use schemas::clock::new_id;
use schemas::id::{SessionId, UserId};
use schemas::token::ConsistencyToken;
use service::http::problem::Problem;
use service::http::token::{AccessToken, Actor};
use service::secrets::Key;

use crate::domain::credential::{FindCredential, FoundCredential};
use crate::domain::email::EmailAddress;
use crate::domain::email_reservation::FindHolder;
use crate::domain::password::Password;
use crate::domain::session::{RefreshSession, StartSession};
use crate::domain::{Command, Rejection};
use crate::refresh_token::RefreshToken;
use crate::rejections::{invalid_credentials, invalid_refresh_token};
use crate::tools::Tools;

/// What a person who signed in gets.
#[derive(Debug)]
pub(crate) struct SignedIn {
    pub(crate) access: AccessToken,
    pub(crate) refresh: RefreshToken,
    pub(crate) token: ConsistencyToken,
}

/// Signs in whoever knows the password of an address.
pub(crate) async fn sign_in(
    tools: &Tools,
    caller: &Anonymous,
    email: &EmailAddress,
    password: &Password,
) -> Result<SignedIn, Problem> {
    match attempt(tools, caller, email, password).await {
        // the password was changed while it was verified: whichever it was, verify it once more
        Err(Failed::CredentialChanged) => attempt(tools, caller, email, password).await,
        once => once,
    }
    .map_err(Problem::from)
}

/// Goes on with a session. A token that was used before ends it.
pub(crate) async fn refresh(tools: &Tools, caller: &Anonymous, shown: &str) -> Result<SignedIn, Problem> {
    let shown = RefreshToken::parse(&tools.refresh_key, shown).ok_or_else(invalid_refresh_token)?;
    let next = next_token(tools, shown.user(), shown.session())?;
    let command = Command::RefreshSession(RefreshSession {
        user: shown.user(),
        session: shown.session(),
        shown: shown.hash(),
        next: next.hash(),
        expires_at: caller.received_at.plus(tools.lifetimes.refresh_token),
    });
    let answer = tools.gateway.execute(caller.request(shown.user(), command)).await?;
    if answer.reply.reused {
        tracing::warn!(user.id = %shown.user(), session.id = %shown.session(), "refresh token came a second time");
        return Err(invalid_refresh_token());
    }
    signed_in(tools, next, answer.token)
}

/// Why an attempt signed nobody in.
enum Failed {
    CredentialChanged,
    Otherwise(Problem),
}

async fn attempt(
    tools: &Tools,
    caller: &Anonymous,
    email: &EmailAddress,
    password: &Password,
) -> Result<SignedIn, Failed> {
    let found = verified(tools, caller, email, password).await.map_err(Failed::Otherwise)?;
    let refresh = next_token(tools, found.user, new_id(caller.received_at)).map_err(Failed::Otherwise)?;
    let command = Command::StartSession(StartSession {
        user: found.user,
        session: refresh.session(),
        credential_version: found.version,
        refresh_token_hash: refresh.hash(),
        expires_at: caller.received_at.plus(tools.lifetimes.refresh_token),
    });
    let answer = match tools.gateway.execute(caller.request(found.user, command)).await {
        Ok(answer) => answer,
        Err(Failure::Rejected(Rejection::CredentialChanged)) => return Err(Failed::CredentialChanged),
        Err(failure) => return Err(Failed::Otherwise(failure.into())),
    };
    signed_in(tools, refresh, answer.token).map_err(Failed::Otherwise)
}

fn next_token(tools: &Tools, user: UserId, session: SessionId) -> Result<RefreshToken, Problem> {
    let random = Key::generate().map_err(Problem::internal)?;
    Ok(RefreshToken::make(&tools.refresh_key, user, session, &random))
}

fn signed_in(tools: &Tools, refresh: RefreshToken, token: ConsistencyToken) -> Result<SignedIn, Problem> {
    let actor = Actor { user: refresh.user(), session: refresh.session() };
    let access = tools.issuer.issue(actor, tools.lifetimes.access_token).map_err(Problem::internal)?;
    Ok(SignedIn { access, refresh, token })
}

/// The credential of an address, if the password is its. Takes as long when there is none.
pub(crate) async fn verified(
    tools: &Tools,
    caller: &Anonymous,
    email: &EmailAddress,
    password: &Password,
) -> Result<FoundCredential, Problem> {
    let reservation = tools.email_key.reservation(email);
    // the reservation owns itself and is hashed like a user: its partition decides
    let owner = UserId::from_uuid(reservation.uuid());
    let find = Command::FindHolder(FindHolder { reservation });
    let holder = tools.gateway.execute(caller.request(owner, find)).await?.reply.holder;
    // an address that was changed can live elsewhere than its user; without one, nobody is asked for, all the same
    let user = holder.unwrap_or(owner);
    let find = Command::FindCredential(FindCredential { user });
    let found = tools.gateway.execute(caller.request(user, find)).await?.reply.credential;
    let hash = found.as_ref().map(|found| found.password_hash.clone());
    let fits = tools.hasher.verify(password.clone(), hash).await?;
    found.filter(|_| fits).ok_or_else(invalid_credentials)
}

impl From<Failed> for Problem {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::CredentialChanged => Failure::Rejected(Rejection::CredentialChanged).into(),
            Failed::Otherwise(problem) => problem,
        }
    }
}
