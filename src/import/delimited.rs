//! Texts that are a single delimited table, as written by spreadsheet programs.

use csv::ReaderBuilder;

/// The possible delimiters; programs choose one by the locale.
pub const DELIMITERS: [u8; 3] = *b",\t;";

/// The minimum number of columns.
const FEWEST: usize = 3;
/// The maximum length of a column heading in characters.
const LONGEST: usize = 24;
/// The number of rows that are examined.
const LOOKED_AT: usize = 200;

/// Returns the delimiter of a text whose first line has headings and whose other lines are rows; `None` for running
/// text.
pub fn delimiter(text: &str) -> Option<u8> {
    DELIMITERS.into_iter().find(|delimiter| is_parted_by(text, *delimiter))
}

/// Returns true if a text is nothing but a table.
pub fn is_table(text: &str) -> bool {
    delimiter(text).is_some()
}

/// Returns a table below its title with tabs between its cells, as the other readers know it: 甲县任务表, 序号;任务;单位.
/// `None` for other texts. Each line stays where it was.
pub fn below_title(text: &str) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let (title, rest) = text.split_once('\n')?;
    let sign = delimiter(rest).filter(|sign| *sign != b'\t')?;
    // A spreadsheet program writes the empty cells beside a title, too.
    let title = title.trim_end().trim_end_matches(char::from(sign)).trim_matches('"');
    if title.trim().is_empty() || title.contains(char::from(sign)) {
        return None;
    }
    let mut table = format!("{title}\n");
    let mut counted = 0;
    let mut reader =
        ReaderBuilder::new().delimiter(sign).flexible(true).has_headers(false).from_reader(rest.as_bytes());
    for row in reader.records().filter_map(Result::ok) {
        // Blank lines before a row belong to its position.
        let place = row.position().and_then(|place| usize::try_from(place.byte()).ok()).unwrap_or(counted);
        let row_start = rest.len() - rest.get(place..)?.trim_start_matches('\n').len();
        let lines = rest.get(counted..row_start)?.matches('\n').count();
        table.extend(std::iter::repeat_n('\n', lines));
        counted = row_start;
        let cell = |cell: &str| cell.split_whitespace().collect::<Vec<_>>().join(" ");
        table.push_str(&row.iter().map(cell).collect::<Vec<_>>().join("\t"));
    }
    Some(table)
}

fn is_parted_by(text: &str, delimiter: u8) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    let head = text.lines().next().unwrap_or_default();
    let columns = head.matches(char::from(delimiter)).count() + 1;
    let is_heading = |cell: &str| cell.chars().count() <= LONGEST && !cell.contains(['。', '；', '：']);
    let headings = || head.split(char::from(delimiter));
    // A title has nothing but empty cells beside it.
    let filled = headings().filter(|cell| !cell.trim().is_empty()).count();
    if columns < FEWEST || filled < 2 || !headings().all(is_heading) {
        return false;
    }
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let rows: Vec<usize> = reader.records().take(LOOKED_AT).filter_map(Result::ok).map(|row| row.len()).collect();
    let whole = rows.iter().filter(|cells| **cells == columns).count();
    !rows.is_empty() && whole * 10 >= rows.len() * 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_under_headings_are_a_table_whatever_parts_their_cells() {
        for (text, sign) in [
            ("序号,任务,牵头单位\n1,甲,民政局\n2,\"乙\n丙\",残联\n", Some(b',')),
            ("序号;任务;牵头单位\n1;甲，乙;民政局\n", Some(b';')),
            ("\u{feff}指标\t单位\t2020年\r\n甲\t%\t42\r\n", Some(b'\t')),
            ("序号,任务,牵头单位\n", None),
            ("甲县规划\n序号,任务,牵头单位\n1,甲,民政局\n", None),
            ("指标\t单位\t2020年\n甲\t%\t42\n一、任务\n（一）建设。\n（二）发展。\n", None),
            ("", None),
        ] {
            assert_eq!(delimiter(text), sign, "{text:?}");
        }
    }

    #[test]
    fn a_table_below_its_title_gets_tabs_and_keeps_its_lines() {
        let text = "甲县任务表;;\r\n\r\n序号;任务;单位\r\n1;\"甲\r\n乙\";民政局\r\n2;丙；丁;残联\r\n";
        let read = below_title(text).unwrap_or_default();
        assert_eq!(read, "甲县任务表\n\n序号\t任务\t单位\n1\t甲 乙\t民政局\n\n2\t丙；丁\t残联");
        assert_eq!(below_title("甲县规划\n一、任务\n（一）建设，发展，提高。\n"), None);
        assert_eq!(below_title("序号;任务;单位\n1;甲;民政局\n"), None);
    }
}
