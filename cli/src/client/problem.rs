//! A refusal as people read it.

use std::fmt;

use serde::Deserialize;

/// Most mistakes told one by one.
const SHOWN: usize = 20;

/// What the system answered instead of doing as asked (RFC 9457).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ProblemAnswer {
    /// HTTP status.
    pub status: u16,
    /// `/problems/<kebab-name>`.
    #[serde(rename = "type")]
    pub kind: String,
    title: String,
    detail: Option<String>,
    correlation_id: Option<String>,
    errors: Vec<Fault>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Fault {
    pointer: Option<String>,
    parameter: Option<String>,
    header: Option<String>,
    line: Option<u64>,
    column: Option<String>,
    detail: String,
}

impl ProblemAnswer {
    /// Reads the body of an answer; one that is no problem document is quoted.
    pub fn parse(status: u16, body: &str) -> Self {
        let problem: Option<Self> = serde_json::from_str(body).ok();
        let mut problem = problem.filter(|problem| !problem.title.is_empty()).unwrap_or_else(|| {
            let detail = Some(body.trim().chars().take(200).collect::<String>()).filter(|text| !text.is_empty());
            Self { title: format!("the server answered {status}"), detail, ..Self::default() }
        });
        if problem.status == 0 {
            problem.status = status;
        }
        problem
    }
}

impl std::error::Error for ProblemAnswer {}

impl fmt::Display for ProblemAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)?;
        // what a mistake says at its place is not said twice
        let detail = self.detail.as_ref().filter(|detail| self.errors.iter().all(|fault| fault.detail != **detail));
        if let Some(detail) = detail {
            write!(f, ": {detail}")?;
        }
        for fault in self.errors.iter().take(SHOWN) {
            write!(f, "\n  {fault}")?;
        }
        if self.errors.len() > SHOWN {
            write!(f, "\n  and {} more", self.errors.len() - SHOWN)?;
        }
        // what we did wrong is looked up by this id; what they did wrong they can see
        match &self.correlation_id {
            Some(id) if self.status >= 500 => write!(f, " (correlation id {id})"),
            Some(_) | None => Ok(()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => {
                write!(f, "line {line}")?;
                if let Some(column) = &self.column {
                    write!(f, ", column {column}")?;
                }
            }
            None => {
                let place = [&self.pointer, &self.parameter, &self.header].into_iter().flatten().next();
                f.write_str(place.map_or("the request", |place| place.trim_start_matches('/')))?;
            }
        }
        write!(f, ": {}", self.detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_told_with_their_places() {
        let body = r#"{"type":"/problems/unreadable-file","title":"The file cannot be read","status":422,"detail":"nothing was imported",
            "errors":[{"line":12,"column":"Weight","code":"number","detail":"\"abc\" is no number"},{"parameter":"unit","code":"x","detail":"kg or lb"}]}"#;
        let text = ProblemAnswer::parse(422, body).to_string();
        assert_eq!(
            text,
            "The file cannot be read: nothing was imported\n  line 12, column Weight: \"abc\" is no number\n  unit: kg or lb"
        );
    }

    #[test]
    fn one_mistake_is_told_once() {
        let body = r#"{"title":"The file cannot be read","status":422,"detail":"cut off","errors":[{"line":3,"detail":"cut off"}]}"#;
        assert_eq!(ProblemAnswer::parse(422, body).to_string(), "The file cannot be read\n  line 3: cut off");
    }

    #[test]
    fn an_answer_that_is_no_problem_is_quoted() {
        let problem = ProblemAnswer::parse(502, "<h1>Bad Gateway</h1>\n");
        assert_eq!(
            (problem.status, problem.to_string().as_str()),
            (502, "the server answered 502: <h1>Bad Gateway</h1>")
        );
        assert_eq!(ProblemAnswer::parse(500, "").to_string(), "the server answered 500");
    }
}
