//! Decimal numbers as text, multiplied exactly.

/// A number that is no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Not a decimal number: digits, at most one `.` between them, perhaps a sign.
    #[error("not a decimal number")]
    NotANumber,
    /// More than 28 significant digits.
    #[error("more than 28 digits")]
    TooManyDigits,
    /// Beyond what is counted: nine million tonnes.
    #[error("out of range")]
    OutOfRange,
    /// A unit that this reader does not know.
    #[error("unknown unit")]
    UnknownUnit,
}

/// 10^28 times the largest factor (1,609,344 mm, 10^9 µg), doubled, is below the 1.7 × 10^38 of an i128.
const DIGITS: usize = 28;

/// The number times `factor`, rounded half up, and the number itself without idle zeros and signs.
pub(super) fn scaled(text: &str, factor: i128) -> Result<(i64, String), QuantityError> {
    ratio(text, (factor, 1))
}

/// The same for a factor that is a fraction, its denominator below a hundred.
pub(super) fn ratio(text: &str, (factor, of): (i128, i128)) -> Result<(i64, String), QuantityError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return Err(QuantityError::NotANumber),
        Some(parts) => parts,
        None => (digits, ""),
    };
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return Err(QuantityError::NotANumber);
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.len() + fraction.len() > DIGITS {
        return Err(QuantityError::TooManyDigits);
    }
    let unsigned = whole.bytes().chain(fraction.bytes()).fold(0, |sum, byte| sum * 10 + i128::from(byte - b'0'));
    let signed = if negative { -unsigned } else { unsigned };
    let divisor = fraction.bytes().fold(of, |power: i128, _| power * 10);
    let rounded = (2 * signed * factor + divisor).div_euclid(2 * divisor);
    let scaled = i64::try_from(rounded).map_err(|_| QuantityError::OutOfRange)?;
    Ok((scaled, written(signed < 0, whole, fraction)))
}

fn written(negative: bool, whole: &str, fraction: &str) -> String {
    let sign = if negative { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}")
}

/// `count` units of 10^-`places`, as text without idle zeros.
pub(super) fn text(count: i64, places: usize) -> String {
    let digits = format!("{:0width$}", count.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    written(count < 0, whole, fraction.trim_end_matches('0'))
}

/// The shortest decimal text that means `number`; `Display` of an f64 never writes an exponent.
pub(super) fn shortest(number: f64) -> Result<String, QuantityError> {
    if number.is_finite() { Ok(number.to_string()) } else { Err(QuantityError::NotANumber) }
}

/// The nearest f64.
pub(super) fn number(text: &str) -> f64 {
    // only texts written above come here; a record with anything else reads as nothing rather than stopping an answer
    text.parse().unwrap_or(0.0)
}
