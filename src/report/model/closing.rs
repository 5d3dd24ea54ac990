//! The tables at the end that are generated from the sentences of a report: sources and gaps.

use super::{Report, Sentence, Table};

/// The maximum length of a sentence quoted in the table of sources, in characters.
const QUOTED: usize = 60;

/// Returns the table 数据来源对照表: each sentence with sources, and its section.
pub(super) fn sources(report: &Report) -> Table {
    let mut rows: Vec<Vec<String>> = Vec::new();
    report.each_sentence(|place, sentence| {
        let Sentence::Said { text, sources } = sentence else { return };
        if !sources.is_empty() {
            let number = (rows.len() + 1).to_string();
            rows.push(vec![number, place.to_string(), quoted(text), sources.words()]);
        }
    });
    table("数据来源对照表", ["序号", "位置", "语句", "来源"], rows, "“附表1：3”表示附表1第3行。")
}

/// Returns the table 待补充事项清单; `None` if there are no gaps.
pub(super) fn gaps(report: &Report) -> Option<Table> {
    let gaps = report.gaps().into_iter().zip(1..);
    let rows: Vec<Vec<String>> = gaps.map(|(gap, n)| vec![n.to_string(), gap.place, gap.what]).collect();
    let columns = ["序号", "位置", "待补充内容"];
    (!rows.is_empty()).then(|| table("待补充事项清单", columns, rows, "本清单供起草使用，定稿时删去。"))
}

fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_string(),
    }
}

fn table<const N: usize>(caption: &str, columns: [&str; N], rows: Vec<Vec<String>>, note: &str) -> Table {
    Table {
        caption: caption.to_string(),
        columns: columns.map(String::from).to_vec(),
        rows,
        notes: vec![note.to_string()],
    }
}
