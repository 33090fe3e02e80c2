//! Webhooks and calendar links: what is asked, and what is answered beside the usual.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, http::StatusCode, http::header};
use command_api::{Accepted, Answer};
use schemas::id::{CalendarLinkId, WebhookId};
use schemas::profile::NotificationKind;
use schemas::text::Text;
use schemas::time::Instant;
use serde::{Deserialize, Serialize};
use service::http::conditional::CONSISTENCY_TOKEN;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::reader::Reader;
use crate::domain::values::{Line, WebhookUrl};
use crate::domain::webhook::Registration;
use crate::secret::{CalendarSecret, WebhookSecret};
use crate::settings::Settings;

/// A program to be told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterWebhook {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// Where to post to: https, on the public internet, without credentials.
    #[schema(example = "https://example.com/hook")]
    url: String,
    /// What it is for, one line of at most 200 characters.
    description: Option<String>,
    /// Kinds of notifications to be told of, as in the preferences; left out or empty: all.
    #[schema(example = json!(["personal_record"]))]
    kinds: Option<Vec<String>>,
}

/// A link to the calendar.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateCalendarLink {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// What it is for, one line of at most 100 characters.
    #[schema(example = "phone")]
    name: Option<String>,
}

/// The body of an accepted registration.
#[derive(Serialize, ToSchema)]
pub(crate) struct WebhookAnswer {
    #[serde(flatten)]
    accepted: Accepted,
    /// What messages are signed with, by Standard Webhooks. Told this once: null when the webhook stood already.
    #[schema(format = Password)]
    secret: Option<String>,
}

/// The body of a created calendar link.
#[derive(Serialize, ToSchema)]
pub(crate) struct CalendarLinkAnswer {
    #[serde(flatten)]
    accepted: Accepted,
    /// Whoever has it reads the calendar. Told this once: null when the link stood already.
    #[schema(format = Password)]
    secret: Option<String>,
    /// Where the calendar is read, the secret in it; null likewise.
    #[schema(example = "/v1/query/calendar/….ics")]
    path: Option<String>,
}

impl RegisterWebhook {
    /// Id and content, or everything that is wrong with them.
    pub(crate) fn read(
        &self,
        secret: &WebhookSecret,
        settings: Settings,
        now: Instant,
    ) -> Result<(WebhookId, Registration), Problem> {
        let mut reader = Reader::default();
        let id = reader.id(self.id.as_ref(), now);
        let url =
            reader.value("/url", Some(self.url.as_str()), |text| WebhookUrl::parse(text, settings.webhook_loopback));
        let description = reader.line("/description", self.description.as_ref(), 200);
        let mut kinds: BTreeSet<NotificationKind> = BTreeSet::new();
        for (index, kind) in self.kinds.iter().flatten().enumerate() {
            let pointer = format!("/kinds/{index}");
            if reader.symbol(pointer.as_str(), Some(kind)).is_some_and(|kind| !kinds.insert(kind)) {
                reader.fault(pointer, "duplicate", "this kind is named twice");
            }
        }
        let kinds = kinds.into_iter().collect();
        let secret = Text::from(secret.expose());
        let registration = url.map(|url| Registration { url, description, kinds, secret });
        reader.finish(id.zip(registration))
    }
}

impl CreateCalendarLink {
    /// Id and name, or everything that is wrong with them.
    pub(crate) fn read(&self, now: Instant) -> Result<(CalendarLinkId, Option<Line>), Problem> {
        let mut reader = Reader::default();
        let id = reader.id(self.id.as_ref(), now);
        let name = reader.line("/name", self.name.as_ref(), 100);
        reader.finish(id.map(|id| (id, name)))
    }
}

impl WebhookAnswer {
    pub(crate) fn respond(answer: &Answer<()>, secret: &WebhookSecret) -> HttpResponse {
        let secret = answer.created.then(|| secret.expose());
        once(answer, &Self { accepted: answer.accepted.clone(), secret })
    }
}

impl CalendarLinkAnswer {
    pub(crate) fn respond(answer: &Answer<()>, secret: &CalendarSecret) -> HttpResponse {
        let secret = answer.created.then(|| secret.expose());
        let path = secret.as_ref().map(|secret| format!("/v1/query/calendar/{secret}.ics"));
        once(answer, &Self { accepted: answer.accepted.clone(), secret, path })
    }
}

/// An answer with a secret, which nobody on the way may keep.
fn once(answer: &Answer<()>, body: &impl Serialize) -> HttpResponse {
    let status = if answer.created { StatusCode::CREATED } else { StatusCode::OK };
    HttpResponse::build(status)
        .insert_header((header::ETAG, format!("\"{}\"", answer.accepted.version)))
        .insert_header((CONSISTENCY_TOKEN, answer.token.to_string()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(body)
}
