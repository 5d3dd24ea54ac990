//! Doubts as they are kept.
//!
//! A journal is read by eye and by older programs, which know doubts by their line and their Chinese words. In JSON a
//! doubt has these beside its code, and one without a code is [`DoubtKind::Earlier`]. In a binary form it has its
//! lines and its code alone.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Doubt, DoubtKind};
use crate::plan::LineSpan;
use crate::text::Language;

#[derive(Serialize, Deserialize)]
struct Readable {
    line: u32,
    what: String,
    chosen: String,
    #[serde(default)]
    last: Option<u32>,
    #[serde(default)]
    kind: Option<DoubtKind>,
}

#[derive(Serialize, Deserialize)]
struct Compact {
    lines: LineSpan,
    kind: DoubtKind,
}

impl Serialize for Doubt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Doubt { lines, kind } = self.clone();
        if !serializer.is_human_readable() {
            return Compact { lines, kind }.serialize(serializer);
        }
        let (what, chosen) = (kind.what(Language::Zh), kind.chosen(Language::Zh));
        Readable { line: lines.first, what, chosen, last: Some(lines.last), kind: Some(kind) }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Doubt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Compact::deserialize(deserializer).map(|Compact { lines, kind }| Doubt { lines, kind });
        }
        let Readable { line, what, chosen, last, kind } = Readable::deserialize(deserializer)?;
        let kind = kind.unwrap_or(DoubtKind::Earlier { what, chosen });
        Ok(Doubt { lines: LineSpan { first: line, last: last.unwrap_or(line) }, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_tells_a_doubt_in_words_beside_its_code() {
        let doubt = Doubt::at(7, DoubtKind::NoTarget { indicator: "床位数".to_string() });
        let json = serde_json::to_value(&doubt).unwrap();
        assert_eq!((json["line"].as_u64(), json["what"].as_str()), (Some(7), Some("指标“床位数”没有目标值")));
        assert_eq!(json["kind"]["no-target"]["indicator"], "床位数");
        assert_eq!(serde_json::from_value::<Doubt>(json).unwrap(), doubt);
        let bytes = postcard::to_allocvec(&doubt).unwrap();
        assert_eq!(postcard::from_bytes::<Doubt>(&bytes).unwrap(), doubt);
    }

    #[test]
    fn a_doubt_without_a_code_keeps_its_words() {
        let doubt: Doubt = serde_json::from_str(r#"{"line":4,"what":"序号不清","chosen":"按原文"}"#).unwrap();
        let kind = DoubtKind::Earlier { what: "序号不清".to_string(), chosen: "按原文".to_string() };
        assert_eq!(doubt, Doubt::at(4, kind));
        assert_eq!(doubt.kind.what(Language::En), "序号不清");
    }
}
