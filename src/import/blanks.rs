//! Lines that contain several paragraphs, separated only by their indents.

use super::number;

/// Splits a line into paragraphs at indents of two characters.
///
/// Blanks after a full stop or before a number are an indent; if a line has one, its other wide blanks count as indents
/// too. A line with tabs is a row of a table and is not split.
pub fn paragraphs(line: &str) -> Vec<&str> {
    if line.contains('\t') || !(line.contains(is_wide) || line.trim().contains("  ")) {
        return vec![line];
    }
    let runs: Vec<Run> = runs(line).collect();
    if !runs.iter().any(|run| run.is_indent(line)) {
        return vec![line];
    }
    let mut parts = Vec::with_capacity(runs.len() + 1);
    let mut start = 0;
    for run in runs.iter().filter(|run| run.width >= 2 || run.is_indent(line)) {
        parts.push(&line[start..run.start]);
        start = run.end;
    }
    parts.push(&line[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// A run of blanks in a line.
struct Run {
    start: usize,
    end: usize,
    /// The width in characters; two half-width blanks count as one.
    width: usize,
    /// True if it contains other blanks than ASCII ones.
    is_wide: bool,
}

impl Run {
    fn is_indent(&self, line: &str) -> bool {
        let (before, after) = (line[..self.start].trim_end(), &line[self.end..]);
        let stop = before.ends_with(['。', '！', '？', '；']) || before.ends_with(['：', ':']) && self.width >= 2;
        let numbered = || {
            (self.width >= 2 || self.width == 1 && stop)
                && number::split(after).is_some_and(|(mark, rest)| {
                    mark.level <= crate::plan::Level::HanParenthesised && mark.parts.is_empty() && !rest.is_empty()
                })
        };
        stop && self.is_wide && line.len() > 3 * 24 || numbered()
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{3000}' | '\u{a0}' | '\u{2003}')
}

/// Returns the runs of two blanks or more, or with a wide one among them, except at the ends of the line.
fn runs(line: &str) -> impl Iterator<Item = Run> + '_ {
    let mut from = line.len() - line.trim_start().len();
    let last = line.trim_end().len();
    std::iter::from_fn(move || {
        let rest = line.get(from..last)?;
        let start = from + [rest.find(is_wide), rest.find("  ")].into_iter().flatten().min()?;
        let start = line[..start].trim_end().len();
        let end = last - line[start..last].trim_start().len();
        let halves: usize =
            line[start..end].chars().map(|c| if matches!(c, '\u{3000}' | '\u{2003}') { 2 } else { 1 }).sum();
        from = end;
        Some(Run { start, end, width: halves / 2, is_wide: line[start..end].contains(is_wide) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_within_a_line_part_its_paragraphs() {
        for (line, wanted) in [
            ("为办好学校，现提出如下意见：　　一、总体要求　　（一）坚持公益。　　甲市政府　　2014年5月6日", 5),
            ("改善条件，充实设备，配齐教师，办好每一所学校。　　三、重点工程", 2),
            ("改善条件，充实设备，配齐教师，办好每一所学校。\u{a0}\u{a0}\u{a0}\u{a0}三、重点工程", 2),
            ("改善条件，充实设备。  第三章 重点工程", 2),
            ("改善条件，充实设备。\u{a0}\u{a0}三、重点工程", 2),
            ("　　改善条件，充实设备。", 1),
            ("改善条件，  充实设备。", 1),
            ("教育局　民政局　财政局", 1),
            ("指　标　　2020年　　2025年　　属性", 1),
            ("1.覆盖率　　90　　95", 1),
            ("指标\t2020年　　2025年。　　二、任务", 1),
        ] {
            assert_eq!(paragraphs(line).len(), wanted, "{line}");
        }
    }
}
