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
        Length { progress: 12 + items / 10, problems: 10 + items / 12, measures: 8 + items / 12, names: 12 }
    }

    /// Returns the length of a short form with so many problems and measures.
    pub(super) fn short(told: usize) -> Self {
        Length { progress: 0, problems: told, measures: told, names: told + 2 }
    }

    /// Returns the part of `of` proportional to `part` in `whole`, rounded up, so that no part gets nothing.
    pub(super) fn share(of: usize, part: usize, whole: usize) -> usize {
        (of * part).div_ceil(whole.max(1))
    }
}

/// Returns an enumeration of names in quotation marks, which take no comma between them (GB/T 15834-2011, 4.5.3.5),
/// truncated if there are too many: “甲”“乙”等. The sentence gives their number.
pub(super) fn few(names: &[String], most: usize) -> String {
    match names.get(..most).filter(|_| names.len() > most) {
        Some(first) => format!("{}等", first.concat()),
        None => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_enumerations_are_truncated() {
        let names: Vec<String> = ["“甲”", "“乙”", "“丙”"].map(String::from).to_vec();
        assert_eq!(few(&names, 3), "“甲”“乙”“丙”");
        assert_eq!(few(&names, 2), "“甲”“乙”等");
    }

    #[test]
    fn every_part_is_quoted_at_least_once() {
        assert_eq!([1, 3, 20, 60].map(|part| Length::share(30, part, 60)), [1, 2, 10, 30]);
        assert_eq!(Length::share(30, 0, 0), 0);
    }
}
