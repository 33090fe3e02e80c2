//! Recommendations: they come from elsewhere, and what an athlete answered stands here.

use schemas::{
    id::{RecommendationId, UserId},
    planning::{PlanningEvent, RecommendationAccepted, RecommendationDeclined},
    time::Instant,
};

use super::rejection::Rejection;

/// What a recommendation can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Yes.
    Accept,
    /// No.
    Decline,
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// Yes.
    Accepted,
    /// No.
    Declined,
}

/// Decides on one answer. Recommendations are withdrawn and made anew by those who know the history; here only their ids count.
pub fn decide(
    answered: Option<Answered>,
    user_id: UserId,
    recommendation_id: RecommendationId,
    at: Instant,
    command: Command,
) -> Result<Vec<PlanningEvent>, Rejection> {
    match (command, answered) {
        (Command::Accept, None) => {
            let accepted = RecommendationAccepted { user_id, recommendation_id, accepted_at: at };
            Ok(vec![PlanningEvent::RecommendationAccepted(accepted)])
        }
        (Command::Decline, None) => {
            let declined = RecommendationDeclined { user_id, recommendation_id, declined_at: at };
            Ok(vec![PlanningEvent::RecommendationDeclined(declined)])
        }
        // the same answer again is what a retry looks like: agree, and record nothing
        (Command::Accept, Some(Answered::Accepted)) | (Command::Decline, Some(Answered::Declined)) => Ok(vec![]),
        (Command::Accept, Some(Answered::Declined)) => Err(Rejection::DeclinedBefore),
        (Command::Decline, Some(Answered::Accepted)) => Err(Rejection::AcceptedBefore),
    }
}

#[cfg(test)]
mod tests {
    use schemas::testing::{id, moment};

    use super::*;

    fn decided(answered: Option<Answered>, command: Command) -> Result<Vec<PlanningEvent>, Rejection> {
        decide(answered, id(1), id(2), moment(), command)
    }

    #[test]
    fn an_answer_is_recorded_once() {
        let accepted = decided(None, Command::Accept).unwrap();
        assert!(
            matches!(&accepted[..], [PlanningEvent::RecommendationAccepted(event)] if event.recommendation_id == id(2))
        );
        assert_eq!(decided(Some(Answered::Accepted), Command::Accept), Ok(vec![]));
        let declined = decided(None, Command::Decline).unwrap();
        assert!(matches!(&declined[..], [PlanningEvent::RecommendationDeclined(event)] if event.user_id == id(1)));
        assert_eq!(decided(Some(Answered::Declined), Command::Decline), Ok(vec![]));
    }

    #[test]
    fn an_answer_stands() {
        assert_eq!(decided(Some(Answered::Declined), Command::Accept), Err(Rejection::DeclinedBefore));
        assert_eq!(decided(Some(Answered::Accepted), Command::Decline), Err(Rejection::AcceptedBefore));
    }
}
