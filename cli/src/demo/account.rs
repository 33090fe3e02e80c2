//! The demonstration user: registered once, remembered in the data folder.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::Context;
use schemas::clock::random_uuid;
use serde::{Deserialize, Serialize};

use crate::{
    client::{Client, ProblemAnswer},
    out::{Out, OutError},
};

const DOMAIN: &str = "train-tracker.example";

/// How to sign in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Account {
    email: String,
    password: String,
}

impl Account {
    /// Signs in with what is remembered, registering the user where there is none.
    pub(super) async fn signed_in(data_dir: &Path, client: &Client) -> anyhow::Result<(Self, Client)> {
        let path = data_dir.join("demo").join("account.json");
        let remembered = match fs::read(&path) {
            Ok(bytes) => {
                Some(serde_json::from_slice(&bytes).with_context(|| format!("{} is damaged", path.display()))?)
            }
            Err(_) => None,
        };
        let mut account: Self = match remembered {
            Some(account) => {
                let account: Self = account;
                match client.sign_in(&account.email, &account.password).await {
                    Ok(signed_in) => return Ok((account, signed_in)),
                    // the data may have been thrown away since
                    Err(error) if status(&error) == Some(401) => account,
                    Err(error) => return Err(error.context("the demonstration user is not signed in")),
                }
            }
            None => Self::new("demo"),
        };
        for _ in 0..3 {
            // before the user exists, so that nobody is locked out
            account.remember(&path).with_context(|| format!("{} cannot be written", path.display()))?;
            match client.register(&account.email, &account.password).await {
                Ok(_) => break,
                // somebody has that address, with a password that is not known here
                Err(error) if status(&error) == Some(409) => account = Self::new(&format!("demo-{}", &word()[..6])),
                Err(error) => return Err(error.context("the demonstration user is not registered")),
            }
        }
        let signed_in = client.sign_in(&account.email, &account.password).await;
        Ok((account, signed_in.context("the demonstration user is not signed in")?))
    }

    fn new(name: &str) -> Self {
        // 122 random bits
        Self { email: format!("{name}@{DOMAIN}"), password: word() }
    }

    /// Nobody else on this machine may read it.
    fn remember(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        file.write_all(&serde_json::to_vec(self)?)
    }

    pub(super) fn print(&self, out: &mut Out, base: &str) -> Result<(), OutError> {
        let Self { email, password } = self;
        out.line("")?;
        out.line(format_args!("sign in at  {base}  as  {email}  with password  {password}"))?;
        out.line("")?;
        out.line(format_args!("  TOKEN=$(curl -s {base}/v1/identity/tokens -H 'content-type: application/json' \\"))?;
        out.line(format_args!(
            "    -d '{{\"grant_type\":\"password\",\"email\":\"{email}\",\"password\":\"{password}\"}}' | jq -r .access_token)"
        ))?;
        out.line(format_args!("  curl -s {base}/v1/query/workouts -H \"authorization: Bearer $TOKEN\" | jq ."))
    }
}

fn word() -> String {
    random_uuid().simple().to_string()
}

fn status(error: &anyhow::Error) -> Option<u16> {
    error.downcast_ref::<ProblemAnswer>().map(|problem| problem.status)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn an_account_is_remembered_for_its_user_alone() {
        let folder = std::env::temp_dir().join(word());
        let path = folder.join("demo").join("account.json");
        let account = Account::new("demo");
        account.remember(&path).unwrap();
        let kept: Account = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert!(kept == account);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn passwords_are_long_and_never_the_same() {
        let passwords = [Account::new("a"), Account::new("a")].map(|account| account.password);
        assert!(passwords[0].len() >= 32 && passwords[0] != passwords[1]);
    }
}
