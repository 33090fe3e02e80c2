//! Secrets that are made here, answered once, and never told again.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use schemas::digest::Digest;
use service::http::problem::Problem;
use service::secrets::Key;

/// What signs the messages to a webhook: `whsec_` and 32 bytes in base64, the form of Standard Webhooks. Whoever delivers needs
/// it in clear, so the log holds it sealed.
pub(crate) struct WebhookSecret(Key);

/// What makes the address of a calendar: 32 bytes in base64url. The log holds their digest alone.
pub(crate) struct CalendarSecret(Key);

impl WebhookSecret {
    pub(crate) fn generate() -> Result<Self, Problem> {
        Key::generate().map(Self).map_err(Problem::internal)
    }

    /// 50 characters.
    pub(crate) fn expose(&self) -> String {
        format!("whsec_{}", STANDARD.encode(self.0.expose()))
    }
}

impl CalendarSecret {
    pub(crate) fn generate() -> Result<Self, Problem> {
        Key::generate().map(Self).map_err(Problem::internal)
    }

    /// What the log holds.
    pub(crate) fn hash(&self) -> Digest {
        Digest::of(self.0.expose())
    }

    /// 43 characters.
    pub(crate) fn expose(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.expose())
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

impl fmt::Debug for CalendarSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CalendarSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_secret_has_the_form_that_receivers_expect() {
        let secret = WebhookSecret(Key::from_bytes([7; 32]));
        let text = secret.expose();
        let bytes = STANDARD.decode(text.strip_prefix("whsec_").unwrap()).unwrap();
        assert_eq!((text.len(), bytes.as_slice()), (50, &[7; 32][..]));
        assert!(!format!("{secret:?}").contains(&text));
        assert_ne!(WebhookSecret::generate().unwrap().expose(), WebhookSecret::generate().unwrap().expose());
    }

    #[test]
    fn the_log_knows_a_calendar_by_the_digest_of_its_secret() {
        let secret = CalendarSecret(Key::from_bytes([7; 32]));
        let bytes = URL_SAFE_NO_PAD.decode(secret.expose()).unwrap();
        assert_eq!(Digest::of(&bytes), secret.hash());
        assert_eq!(secret.expose().len(), 43);
        assert!(!format!("{secret:?}").contains(&secret.expose()));
    }
}
