//! What changes an account and asks for the password once more: another password, another address, coming back.

use command_api::{Anonymous, Answer, Caller, Failure};
use schemas::id::UserId;
use service::http::problem::{Fault, Problem};

use crate::context::Reply;
use crate::domain::credential::{ChangePassword, FindCredential, FoundCredential};
use crate::domain::email::EmailAddress;
use crate::domain::email_change::ChangeEmail;
use crate::domain::email_reservation::FindHolder;
use crate::domain::password::Password;
use crate::domain::user::ReactivateUser;
use crate::domain::{Command, Rejection};
use crate::rejections::{invalid_credentials, wrong_password};
use crate::sign_in::verified;
use crate::tools::Tools;

/// Chooses another password. Every other session ends.
pub(crate) async fn change_password(
    tools: &Tools,
    caller: &Caller,
    current: Password,
    new: &str,
) -> Result<Answer<Reply>, Problem> {
    let found = own_credential(tools, caller, current, "/current_password").await?;
    let email = found.email.clear().and_then(|email| EmailAddress::parse(email).ok());
    let chosen = Password::choose(new, email.as_ref())
        .map_err(|error| Problem::invalid([Fault::at("/new_password", error.code(), error.to_string())]))?;
    let command = Command::ChangePassword(ChangePassword {
        user: found.user,
        credential_version: found.version,
        password_hash: tools.hasher.hash(chosen).await?,
        session: caller.session,
    });
    Ok(tools.gateway.execute(caller.part(command)).await?)
}

/// Begins to move to another address.
pub(crate) async fn change_email(
    tools: &Tools,
    caller: &Caller,
    email: EmailAddress,
    password: Password,
) -> Result<Answer<Reply>, Problem> {
    let found = own_credential(tools, caller, password, "/password").await?;
    let reservation = tools.email_key.reservation(&email);
    // the reservation decides when it is asked for; asking first tells most of those who come too late at once
    let mut find = caller.part(Command::FindHolder(FindHolder { reservation }));
    find.meta.subject = UserId::from_uuid(reservation.uuid());
    let holder = tools.gateway.execute(find).await?.reply.holder;
    if holder.is_some_and(|holder| holder != found.user) {
        return Err(Failure::Rejected(Rejection::EmailTaken).into());
    }
    let command =
        Command::ChangeEmail(ChangeEmail { user: found.user, credential_version: found.version, reservation, email });
    Ok(tools.gateway.execute(caller.part(command)).await?)
}

/// Brings an account back into use.
pub(crate) async fn reactivate(
    tools: &Tools,
    caller: &Anonymous,
    user: UserId,
    email: &EmailAddress,
    password: &Password,
) -> Result<Answer<Reply>, Problem> {
    let found = verified(tools, caller, email, password).await?;
    if found.user != user {
        return Err(invalid_credentials());
    }
    let command = Command::ReactivateUser(ReactivateUser { user, credential_version: found.version });
    Ok(tools.gateway.execute(caller.request(user, command)).await?)
}

/// The caller's credential, if the password is its.
async fn own_credential(
    tools: &Tools,
    caller: &Caller,
    password: Password,
    pointer: &str,
) -> Result<FoundCredential, Problem> {
    let find = Command::FindCredential(FindCredential { user: caller.subject });
    let found = tools.gateway.execute(caller.part(find)).await?.reply.credential;
    let hash = found.as_ref().map(|found| found.password_hash.clone());
    let fits = tools.hasher.verify(password, hash).await?;
    found.filter(|_| fits).ok_or_else(|| wrong_password(pointer))
}
