//! The title of a measure: its first sentence or clauses.

use super::measure;

/// The approximate maximum length of a title in characters.
const SHORT: usize = 32;

/// Returns the first sentence if it is short, otherwise as many clauses as fit. Brackets and quotation marks are never
/// split.
pub fn lead(text: &str) -> String {
    let text = text.trim();
    let (mut depth, mut count) = (0_i32, 0);
    let mut cut = None;
    // The start of the current clause, and true if a clause before it names an action.
    let (mut clause, mut said) = (0, false);
    let address = address_end(text);
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '“' | '‘' | '《' | '「' | '【' | '〔' => depth += 1,
            '）' | ')' | '”' | '’' | '》' | '」' | '】' | '〕' => depth = (depth - 1).max(0),
            '。' | '！' | '？' | '；' | '：' | ':' | ';' | '\n' if depth == 0 && count > 0 => {
                let end = if count <= SHORT { at } else { cut.unwrap_or(at) };
                return trimmed(&text[..end]);
            }
            '，' | ',' if depth == 0 => {
                said |= at > address && !is_condition(&text[clause..at]);
                clause = at + c.len_utf8();
                if said && (count <= SHORT || cut.is_none()) {
                    cut = Some(at);
                }
            }
            '、' | ' ' if depth == 0 && cut.is_none() && count > 2 * SHORT => cut = Some(at),
            _ => {}
        }
        count += 1;
        if count > 4 * SHORT && depth > 0 {
            // Brackets that are never closed do not prevent the cut.
            depth = 0;
        }
        if count > 4 * SHORT {
            cut = cut.or(Some(at));
        }
        if count > SHORT && cut.is_some() {
            break;
        }
    }
    match cut {
        Some(end) if count > SHORT => trimmed(&text[..end]),
        _ => trimmed(text),
    }
}

/// Returns true if a clause is only a condition: a time, an addressee or a reason.
fn is_condition(clause: &str) -> bool {
    let clause = clause.trim();
    let begins = ["按照", "根据", "依据", "围绕", "针对", "凡", "随着", "鉴于", "经"];
    let ends = [
        "时",
        "前提下",
        "基础上",
        "情况下",
        "条件下",
        "过程中",
        "期间",
        "之前",
        "范围内",
        "的",
        "批准",
        "同意",
        "途径",
        "方式",
    ];
    begins.iter().any(|word| clause.starts_with(word)) && !measure::holds_verb(clause)
        || ends.iter().any(|word| clause.ends_with(word)) && !measure::begins_with_verb(clause)
        || is_addressed(clause) && !measure::begins_with_verb(clause)
}

/// Returns true if a clause ends with the people concerned: …成效明显的县（市、区）.
fn is_addressed(clause: &str) -> bool {
    let whom = ["）", ")", "地方", "地区", "省", "市", "县", "县区", "企业", "单位", "学校", "人员", "乡镇", "机构"];
    clause.contains('的') && whom.iter().any(|word| clause.ends_with(word))
}

/// Returns the byte offset after a phrase with 对 that names to whom a measure applies; 0 if there is none.
fn address_end(text: &str) -> usize {
    let mut clause = 0;
    for (at, c) in text.char_indices().take(4 * SHORT).take_while(|(_, c)| *c != '。') {
        if text.starts_with('对') && matches!(c, '，' | ',') {
            if is_addressed(&text[clause..at]) {
                return at;
            }
            clause = at + c.len_utf8();
        }
    }
    0
}

fn trimmed(title: &str) -> String {
    title.trim_end_matches(['。', '；', '：', ':', ';', '，', ',', '、', ' ', '\n']).to_string()
}

/// Splits a paragraph into its first sentence, without the full stop, and the rest.
pub fn first_sentence(text: &str) -> (&str, &str) {
    let mut depth = 0_i32;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth = (depth - 1).max(0),
            '。' if depth == 0 => return (&text[..at], text[at + c.len_utf8()..].trim_start()),
            _ => {}
        }
    }
    (text.trim_end_matches(['：', ':']), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_first_sentence_or_its_first_clauses() {
        for (text, title) in [
            ("强化某项保障。将对象纳入范围。", "强化某项保障"),
            ("推进改革：积极争取投入、建立机制。", "推进改革"),
            (
                "支持山区学校办好寄宿和营养餐等各项工作，鼓励教师到山区任教并给予补贴和住房，办出特色。",
                "支持山区学校办好寄宿和营养餐等各项工作",
            ),
            (
                "在经营场地、设施（含水、电，等）方面扶持，鼓励创业",
                "在经营场地、设施（含水、电，等）方面扶持，鼓励创业",
            ),
            ("“五个一”文化进家庭、进社区项目。开展活动。", "“五个一”文化进家庭、进社区项目"),
            ("加强领导", "加强领导"),
            (
                "乡镇里的民办养老院承接周边各村的老年人集中照料任务时，不再看老人的户籍所在地，一律同样补助。",
                "乡镇里的民办养老院承接周边各村的老年人集中照料任务时，不再看老人的户籍所在地",
            ),
            (
                "对养老工作成效明显的乡镇，在安排资金时，优先给予补助。",
                "对养老工作成效明显的乡镇，在安排资金时，优先给予补助",
            ),
        ] {
            assert_eq!(lead(text), title);
        }
        assert!(lead(&"长".repeat(500)).chars().count() < 200);
        let conditions = "符合条件的，".repeat(50) + "给予补助。";
        assert!(lead(&conditions).chars().count() < 200, "{}", lead(&conditions));
    }
}
