//! Why profile says no, over HTTP.

use command_api::Refusal;
use service::http::problem::Problem;

use crate::domain::{Rejection, Thing};

impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound(thing) => Problem::not_found(name(*thing)),
            Self::Exists { thing, current_version } => {
                let (problem, title) = match thing {
                    Thing::Measurement => ("measurement-exists", "There is a measurement with this id"),
                    Thing::Webhook => ("webhook-exists", "There is a webhook with this id"),
                    Thing::CalendarLink => ("calendar-link-exists", "There is a calendar link with this id"),
                };
                Problem::conflict(problem, title)
                    .detail("it says something else; choose a new id for a new one")
                    .error("/id", "taken", format!("the id of another {} of yours", name(*thing)))
                    .current_version(*current_version)
            }
            Self::Ended { thing, current_version } => {
                let (problem, title) = match thing {
                    Thing::Measurement => ("measurement-deleted", "The measurement was deleted"),
                    Thing::Webhook => ("webhook-removed", "The webhook was removed"),
                    Thing::CalendarLink => ("calendar-link-revoked", "The calendar link was revoked"),
                };
                Problem::conflict(problem, title)
                    .detail("that is for good; choose a new id for a new one")
                    .current_version(*current_version)
            }
            Self::TooMany { thing, limit } => {
                let (problem, title) = match thing {
                    Thing::Measurement => ("too-many-measurements", "There are too many measurements"),
                    Thing::Webhook => ("too-many-webhooks", "There are too many webhooks"),
                    Thing::CalendarLink => ("too-many-calendar-links", "There are too many calendar links"),
                };
                Problem::conflict(problem, title).detail(format!("{limit} is the most; remove one first"))
            }
        }
    }
}

fn name(thing: Thing) -> &'static str {
    match thing {
        Thing::Measurement => "measurement",
        Thing::Webhook => "webhook",
        Thing::CalendarLink => "calendar link",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_status_and_its_name() {
        let said = |rejection: Rejection| {
            let problem = rejection.problem();
            (problem.status().as_u16(), problem.name().to_owned(), problem.document().current_version)
        };
        for (thing, exists, ended, many) in [
            (Thing::Measurement, "measurement-exists", "measurement-deleted", "too-many-measurements"),
            (Thing::Webhook, "webhook-exists", "webhook-removed", "too-many-webhooks"),
            (Thing::CalendarLink, "calendar-link-exists", "calendar-link-revoked", "too-many-calendar-links"),
        ] {
            assert_eq!(said(Rejection::NotFound(thing)), (404, "not-found".to_owned(), None));
            assert_eq!(said(Rejection::Exists { thing, current_version: 2 }), (409, exists.to_owned(), Some(2)));
            assert_eq!(said(Rejection::Ended { thing, current_version: 3 }), (409, ended.to_owned(), Some(3)));
            assert_eq!(said(Rejection::TooMany { thing, limit: 10 }), (409, many.to_owned(), None));
        }
    }
}
