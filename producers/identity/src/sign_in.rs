//! Signing in: find the credential, verify the password beside the log, start a session while the
//! credential still stands.

use command_api::{Anonymous, Failure};
use schemas::clock::new_id;
use schemas::id::UserId;
use schemas::token::ConsistencyToken;
use service::http::problem::Problem;
use service::http::token::{AccessToken, Actor};
use service::secrets::Key;

use crate::domain::credential::{FindCredential, FoundCredential};
use crate::domain::email::EmailAddress;
use crate::domain::password::Password;
use crate::domain::session::StartSession;
use crate::domain::{Command, Rejection};
use crate::refresh_token::RefreshToken;
use crate::rejections::invalid_credentials;
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
    let refresh = RefreshToken::new(
        found.user,
        new_id(caller.received_at),
        Key::generate().map_err(|error| Failed::Otherwise(Problem::internal(error)))?,
    );
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
    let actor = Actor { user: found.user, session: refresh.session() };
    let access = tools
        .issuer
        .issue(actor, tools.lifetimes.access_token)
        .map_err(|error| Failed::Otherwise(Problem::internal(error)))?;
    Ok(SignedIn { access, refresh, token: answer.token })
}

/// The credential of an address, if the password is its. Takes as long when there is none.
async fn verified(
    tools: &Tools,
    caller: &Anonymous,
    email: &EmailAddress,
    password: &Password,
) -> Result<FoundCredential, Problem> {
    let reservation = tools.email_key.reservation(email);
    // the reservation owns itself and is hashed like a user: its partition decides
    let owner = UserId::from_uuid(reservation.uuid());
    let find = Command::FindCredential(FindCredential { reservation });
    let found = tools.gateway.execute(caller.request(owner, find)).await?.reply.credential;
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
