//! The length of a report: the number of entries that the text quotes. The appended tables have all of them.
//!
//! A page of an official document has 22 lines of 28 characters. With these numbers the report of a plan with 60 tasks
//! has at most 20 pages including tables; longer plans get longer reports, though not in proportion.

/// The maximum number of entries quoted in each part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Length {
    /// Progress, over all chapters and boxes.
    pub(super) progress: usize,
    /// Problems.
    pub(super) problems: usize,
    /// Next steps.
    pub(super) measures: usize,
    /// Names in an enumeration.
    pub(super) names: usize,
}

impl Length {
    /// Returns the length of the full report of a plan with this number of tasks and projects.
    pub(super) fn full(items: usize) -> Self {
        Length { progress: 24 + items / 6, problems: 12 + items / 12, measures: 10 + items / 12, names: 12 }
    }

    /// The length of the two pages for leaders.
    pub(super) const SHORT: Length = Length { progress: 0, problems: 3, measures: 3, names: 5 };

    /// Returns the part of `of` proportional to `part` in `whole`, rounded up, so that no part gets nothing.
    pub(super) fn share(of: usize, part: usize, whole: usize) -> usize {
        (of * part).div_ceil(whole.max(1))
    }
}

/// Returns an enumeration of names, truncated if there are too many: “甲”“乙”等5项. Names in quotation marks take no comma
/// between them unless brackets follow (GB/T 15834-2011, 4.5.3.5).
pub(super) fn few(names: &[String], most: usize, unit: &str) -> String {
    let separator = if names.iter().any(|name| name.ends_with('）')) { "、" } else { "" };
    match names.get(..most).filter(|_| names.len() > most) {
        Some(first) => format!("{}等{}{unit}", first.join(separator), names.len()),
        None => names.join(separator),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_enumerations_are_truncated_with_the_number_of_parts() {
        let names: Vec<String> = ["“甲”", "“乙”", "“丙”"].map(String::from).to_vec();
        assert_eq!(few(&names, 3, "项"), "“甲”“乙”“丙”");
        assert_eq!(few(&names, 2, "项"), "“甲”“乙”等3项");
        let led = ["“甲”（教育局牵头）", "“乙”"].map(String::from);
        assert_eq!(few(&led, 3, "项"), "“甲”（教育局牵头）、“乙”");
    }

    #[test]
    fn every_part_is_quoted_at_least_once() {
        assert_eq!([1, 3, 20, 60].map(|part| Length::share(30, part, 60)), [1, 2, 10, 30]);
        assert_eq!(Length::share(30, 0, 0), 0);
    }
}
