//! Registering: hash, choose an id, make a data key, ask the partition.

use command_api::{Anonymous, Answer, Failure};
use schemas::clock::new_id;
use schemas::id::{ReservationId, UserId};
use schemas::partition::{PartitionCount, partition_of};
use schemas::time::Instant;
use service::http::problem::Problem;
use service::secrets::Key;

use crate::context::Reply;
use crate::domain::email::EmailAddress;
use crate::domain::email_reservation::FindHolder;
use crate::domain::one_time_token::OneTimeToken;
use crate::domain::password::Password;
use crate::domain::user::RegisterUser;
use crate::domain::{Command, Rejection};
use crate::tools::Tools;

/// Makes an account for the holder of an address.
pub(crate) async fn register(
    tools: &Tools,
    caller: &Anonymous,
    email: EmailAddress,
    password: Password,
) -> Result<Answer<Reply>, Problem> {
    let reservation = tools.email_key.reservation(&email);
    // the reservation itself decides below; asking first spares the hash, and a data key that
    // nobody would own
    let owner = UserId::from_uuid(reservation.uuid());
    let find = Command::FindHolder(FindHolder { reservation });
    if tools.gateway.execute(caller.request(owner, find)).await?.reply.holder.is_some() {
        return Err(Failure::Rejected(Rejection::EmailTaken).into());
    }
    let password_hash = tools.hasher.hash(password).await?;
    let user = user_beside(reservation, tools.gateway.partitions(), caller.received_at);
    // before the first event: it holds the address, which is sealed with this key
    tools.keys.create(user).await.map_err(|error| {
        tracing::warn!(error = %error, "no data key made");
        Problem::unavailable("the key store is away; try again in a moment")
    })?;
    let token = OneTimeToken::new(Key::generate().map_err(Problem::internal)?.expose());
    let token_expires_at = caller.received_at.plus(tools.lifetimes.activation_token);
    let command =
        Command::RegisterUser(RegisterUser { user, reservation, email, password_hash, token, token_expires_at });
    Ok(tools.gateway.execute(caller.request(user, command)).await?)
}

/// An id for a new user in the partition of a reservation, so that one transaction decides both.
/// Takes as many tries as there are partitions, on average.
fn user_beside(reservation: ReservationId, partitions: PartitionCount, now: Instant) -> UserId {
    let partition = partition_of(reservation.uuid(), partitions);
    loop {
        let user: UserId = new_id(now);
        if partition_of(user.uuid(), partitions) == partition {
            return user;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    proptest! {
        #[test]
        fn a_user_lands_beside_the_reservation_of_its_address(bits: u128, count in 1..64_i32) {
            let partitions = PartitionCount::new(count).unwrap();
            let reservation = ReservationId::from_uuid(Uuid::from_u128(bits));
            let user = user_beside(reservation, partitions, Instant::from_micros(1_700_000_000_000_000));
            prop_assert_eq!(user.uuid().get_version_num(), 7);
            prop_assert_eq!(
                partition_of(user.uuid(), partitions),
                partition_of(reservation.uuid(), partitions)
            );
        }
    }
}
