//! The direction that is better, by the words of an indicator's name.

use super::Direction;

/// Returns the direction that an indicator's name implies. 死亡率监测覆盖率 is a coverage: the word nearest the end decides.
pub(super) fn direction_of_name(name: &str) -> Option<Direction> {
    const LOWER: [&str; 26] = [
        "死亡率",
        "病死率",
        "发病率",
        "患病率",
        "感染率",
        "吸烟率",
        "近视率",
        "肥胖率",
        "超重率",
        "漏报率",
        "发生率",
        "复发率",
        "失业率",
        "辍学率",
        "贫困率",
        "缺陷率",
        "支出占",
        "自付比例",
        "使用强度",
        "能耗",
        "排放",
        "污染物",
        "事故",
        "死亡人数",
        "细颗粒物",
        "PM2.5",
    ];
    const HIGHER: [&str; 25] = [
        "寿命",
        "覆盖率",
        "接种率",
        "管理率",
        "参保率",
        "参保",
        "达标率",
        "合格率",
        "筛查率",
        "入学率",
        "普及率",
        "知晓率",
        "治愈率",
        "服务率",
        "适配率",
        "处置率",
        "素养",
        "优良",
        "医师",
        "护士",
        "床位",
        "托位",
        "收入",
        "培训",
        "改造",
    ];
    let ends = |words: &[&str], name: &str| words.iter().any(|word| name.ends_with(word));
    let beginnings = name.char_indices().rev().map(|(at, last)| &name[..at + last.len_utf8()]);
    let mut said = beginnings.filter_map(|name| match name {
        _ if ends(&HIGHER, name) => Some(Direction::Higher),
        _ => ends(&LOWER, name).then_some(Direction::Lower),
    });
    said.next()
}
