//! Times as people read them.

/// Returns an RFC 3339 time without seconds and offset: `2026-11-22 02:47` for `2026-11-22T02:47:48+08:00`. Other text is
/// cut off after 16 bytes.
pub fn to_the_minute(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::to_the_minute;

    #[test]
    fn a_time_is_shown_to_the_minute() {
        assert_eq!(to_the_minute("2026-11-22T02:47:48+08:00"), "2026-11-22 02:47");
        assert_eq!(to_the_minute("?"), "?");
    }
}
