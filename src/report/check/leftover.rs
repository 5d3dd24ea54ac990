//! `conversion-leftover`: remains of a file conversion or of page layout in the text.

use super::{Place, Reading};
use crate::plan::DoubtKind;

/// Finds the remains that the importer removed, in one finding, and paragraphs that begin with the punctuation mark of
/// the paragraph before.
pub(super) fn run(reading: &mut Reading) {
    let plan = reading.plan;
    for doubt in &plan.doubts {
        let DoubtKind::Leftovers { count, samples } = &doubt.kind else { continue };
        let place = Place { id: None, line: Some(doubt.lines.first) };
        let (zh, en) = ("转换残留", "remains of a file conversion");
        reading.report(place, zh.into(), en.into(), format!("“{}”（{count}）", samples.join("”“")));
    }
    let is_cut = |text: &str| text.trim_start().starts_with([';', ',', '。', '、', ')', '》', '”', '%']);
    let cut = reading.passages.iter().filter(|passage| is_cut(&passage.text));
    let cut: Vec<_> = cut.map(|p| (Place::of(p), p.source.trim().chars().take(20).collect::<String>())).collect();
    for (place, quote) in cut {
        reading.report(
            place,
            "段首是标点，疑为断句".into(),
            "a paragraph begins with a closing mark; it may have been cut apart".into(),
            quote,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, plan};
    use crate::plan::{Doubt, DoubtKind};

    #[test]
    fn a_paragraph_does_not_begin_with_the_end_of_another() {
        assert_eq!(found("conversion-leftover", plan("前文。\n；到2025年，培养十名。")).len(), 1);
        assert_eq!(found("conversion-leftover", plan("前文。\n“十四五”时期，培养十名。\n（一）好")), []);
    }

    #[test]
    fn everything_that_the_importer_removed_is_one_finding() {
        let mut plan = plan("");
        let leftovers = DoubtKind::Leftovers { count: 19, samples: vec!["x".into()] };
        plan.doubts = vec![Doubt::at(4, leftovers), Doubt::at(4, DoubtKind::NoTasks)].into();
        assert_eq!(found("conversion-leftover", plan).len(), 1);
    }
}
