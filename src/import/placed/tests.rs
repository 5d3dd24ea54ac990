//! Tests with characters at positions of made-up pages.

use super::*;
use crate::plan::DoubtKind;

/// Returns a line of Chinese characters of 16 points.
fn line(text: &str, x: f64, y: f64) -> Vec<Glyph> {
    let glyph =
        |(n, c): (usize, char)| Glyph { text: c.to_string(), x: x + 16.0 * n as f64, y, width: 16.0, size: 16.0 };
    text.chars().enumerate().map(glyph).collect()
}

/// Returns a page of lines, each given with its left edge and base line.
fn page(lines: &[(&str, f64, f64)]) -> Page {
    let glyphs = lines.iter().flat_map(|(text, x, y)| line(text, *x, *y)).collect();
    Page { height: 842.0, glyphs, ..Page::default() }
}

fn lines(pages: Vec<Page>) -> Vec<String> {
    text(pages).text.split('\n').map(str::to_string).collect()
}

/// Returns a frame with borders at positions across and down.
fn frame(xs: &[f64], ys: &[f64]) -> Vec<Rule> {
    let ends = |places: &[f64]| (places[0], places[places.len() - 1]);
    let level = ys.iter().map(|y| Rule { level: true, at: *y, from: ends(xs).0, to: ends(xs).1 });
    let upright = xs.iter().map(|x| Rule { level: false, at: *x, from: ends(ys).0, to: ends(ys).1 });
    level.chain(upright).collect()
}

#[test]
fn lines_that_the_page_broke_are_joined_also_across_pages() {
    let first = page(&[
        ("一、背景", 132.0, 300.0),
        ("一二三四五六七八九十一二三四五六七八", 132.0, 330.0),
        ("甲乙丙丁甲乙丙丁甲乙丙丁甲乙丙丁甲乙丙丁", 100.0, 360.0),
        ("清泉县规划", 200.0, 40.0),
        ("—1—", 280.0, 800.0),
    ]);
    let second = page(&[
        ("戊己庚辛。", 100.0, 300.0),
        ("二、任务", 132.0, 330.0),
        ("清泉县规划", 200.0, 40.0),
        ("—2—", 280.0, 800.0),
    ]);
    let third = page(&[("好。", 132.0, 300.0), ("清泉县规划", 200.0, 40.0), ("—3—", 280.0, 800.0)]);
    let read = text(vec![first, second, third]);
    let found: Vec<&str> = read.text.split('\n').collect();
    assert_eq!(
        found,
        [
            "一、背景",
            "一二三四五六七八九十一二三四五六七八甲乙丙丁甲乙丙丁甲乙丙丁甲乙丙丁甲乙丙丁戊己庚辛。",
            "二、任务",
            "好。"
        ]
    );
    assert_eq!(read.leftovers.len(), 1);
    assert!(matches!(&read.doubts[0].kind, DoubtKind::FileContent { content: FileContent::PageEdge, .. }));
}

#[test]
fn a_number_below_a_title_or_a_sentence_begins_a_paragraph_also_without_an_indent() {
    let title = "清泉县养老服务发展规划";
    let page = page(&[
        (title, 100.0, 200.0),
        ("一、主要任务", 100.0, 230.0),
        ("1.建设养老服务中心甲乙。", 100.0, 260.0),
        ("2.发展助餐。", 100.0, 290.0),
    ]);
    assert_eq!(lines(vec![page]), [title, "一、主要任务", "1.建设养老服务中心甲乙。", "2.发展助餐。"]);
}

#[test]
fn ruled_lines_part_cells_and_merged_cells_go_on() {
    let mut page = page(&[
        ("指标", 110.0, 220.0),
        ("单位", 210.0, 220.0),
        ("床位", 110.0, 250.0),
        ("张", 210.0, 250.0),
        ("个", 210.0, 280.0),
    ]);
    page.rules = frame(&[100.0, 200.0, 300.0], &[200.0, 230.0, 260.0, 290.0]);
    // The lower two cells of the first column are merged.
    page.rules.retain(|rule| !(rule.level && rule.at == 260.0));
    page.rules.push(Rule { level: true, at: 260.0, from: 200.0, to: 300.0 });
    assert_eq!(lines(vec![page]), ["指标\t单位", "床位\t张", "\t个"]);
}

#[test]
fn a_table_goes_on_on_the_next_page_without_its_head() {
    let rows = |cells: &[&str]| {
        let mut glyphs = Vec::new();
        let mut ys = vec![100.0];
        for row in cells.chunks(2) {
            let y = ys[ys.len() - 1] + 22.0;
            glyphs.extend(line(row[0], 110.0, y).into_iter().chain(line(row[1], 210.0, y)));
            ys.push(y + 8.0);
        }
        Page { height: 842.0, glyphs, rules: frame(&[100.0, 200.0, 300.0], &ys), ..Page::default() }
    };
    let long: Vec<&str> = ["指标", "单位"].into_iter().chain(std::iter::repeat_n(["甲", "张"], 18).flatten()).collect();
    let read = lines(vec![rows(&long), rows(&["指标", "单位", "乙", "个"])]);
    assert_eq!((read.len(), read[0].as_str(), read[19].as_str()), (20, "指标\t单位", "乙\t个"));
}

#[test]
fn a_frame_around_lines_is_a_box() {
    let mut page = page(&[("专栏", 110.0, 220.0), ("项目。", 110.0, 245.0)]);
    page.rules = frame(&[100.0, 300.0], &[200.0, 260.0]);
    let read = text(vec![page]);
    assert_eq!(read.text, "专栏\n项目。");
    assert!(read.layouts.iter().all(|layout| layout.frame == Some(1)));
}

#[test]
fn pages_without_text_are_counted_and_columns_are_parted_by_blanks() {
    let mut wide = page(&[("甲", 100.0, 300.0), ("乙", 300.0, 300.0)]);
    wide.glyphs.extend(line("丙", 100.6, 300.4));
    let scan = Page { height: 842.0, is_picture: true, ..Page::default() };
    let read = text(vec![wide, scan.clone(), scan]);
    assert!(read.text.ends_with("    乙"), "{}", read.text);
    assert!(matches!(&read.doubts[0].kind, DoubtKind::FileContent { content: FileContent::Scan, count: 2, .. }));
}

#[test]
fn a_paragraph_ends_where_the_next_line_is_further_away_than_its_own_lines_are() {
    let page = page(&[
        ("甲乙丙丁甲乙丙丁甲乙丙丁甲乙丙丁甲乙丙丁", 100.0, 200.0),
        ("责任单位某局，完成时限某年六月底前甲乙丙", 100.0, 222.0),
        ("三、保障措施甲乙丙", 100.0, 258.0),
        ("加强领导。", 100.0, 294.0),
    ]);
    let read = lines(vec![page]);
    assert_eq!((read.len(), read[1].as_str(), read[2].as_str()), (3, "三、保障措施甲乙丙", "加强领导。"));
}

#[test]
fn a_row_that_the_end_of_a_page_cut_is_whole_again() {
    let rows = |cells: &[[&str; 3]], top: f64| {
        let mut glyphs = Vec::new();
        let mut ys = vec![top];
        for row in cells {
            let y = ys[ys.len() - 1] + 22.0;
            row.iter().zip([110.0, 210.0, 310.0]).for_each(|(cell, x)| glyphs.extend(line(cell, x, y)));
            ys.push(y + 8.0);
        }
        Page { height: 842.0, glyphs, rules: frame(&[100.0, 200.0, 300.0, 420.0], &ys), ..Page::default() }
    };
    let first = rows(&[["序号", "任务", "时限"], ["1", "建床位", "2024年10"]], 640.0);
    let second = rows(&[["", "", "月底前"], ["2", "训人员", "2025年"]], 100.0);
    assert_eq!(lines(vec![first, second]), ["序号\t任务\t时限", "1\t建床位\t2024年10月底前", "2\t训人员\t2025年"]);
}
