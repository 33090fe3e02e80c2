//! Figures as text.

/// `12,345`.
pub(crate) fn whole(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::with_capacity(digits.len() + 4);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Two digits behind the point below 10, one from there on.
pub(crate) fn short(value: f64) -> String {
    if value < 10.0 { format!("{value:.2}") } else { format!("{value:.1}") }
}

/// `–` for what was not measured.
pub(crate) fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "–".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        let texts = [0.4, 12.0, 999.6, 12_345.0, 1_234_567.0].map(whole);
        assert_eq!(texts, ["0", "12", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn small_figures_get_more_digits() {
        assert_eq!([0.034, 2.0, 12.345].map(short), ["0.03", "2.00", "12.3"]);
        assert_eq!(or_dash(None), "–");
    }
}
