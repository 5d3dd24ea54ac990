//! Lists as a page that needs nothing else: a table for A3 across, in which statuses and lights stand on their colours.

use super::sheet::{Cell, Sheet};
use crate::plan::{Light, Sense, Status};
use crate::text::{Label, Language, markup};

const STYLE: &str = "\
@page { size: A3 landscape; margin: 12mm; }
body { font: 10pt/1.35 \"Noto Sans CJK SC\", \"Microsoft YaHei\", SimSun, sans-serif; margin: 1em; }
h1 { font-size: 16pt; margin: 0 0 .4em; }
table { border-collapse: collapse; width: 100%; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 1px solid #999; padding: .15em .35em; vertical-align: top; text-align: left; }
th { background: #eee; }
td.n { text-align: right; }
.good { background: #c6e7ce; } .busy { background: #dceaf9; } .warn { background: #f6e3a1; }
.bad { background: #f4b8b0; } .open { background: #f3e6c2; } .changed { background: #e0d4f0; }
@media print { body { margin: 0; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
";

/// Returns a page with the tables of some sheets below each other, under the title of the first.
pub fn document(sheets: &[Sheet], language: Language) -> String {
    let title = sheets.first().map(|sheet| markup::xml(&sheet.title)).unwrap_or_default();
    let tables: String = sheets.iter().map(|sheet| table(sheet, language)).collect();
    let tag = language.pick("zh-CN", "en");
    format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{tables}</body>\n</html>\n"
    )
}

fn table(sheet: &Sheet, language: Language) -> String {
    let heads: String = sheet.headings.iter().map(|head| format!("<th>{}</th>", markup::xml(head))).collect();
    let rows: String = sheet.rows.iter().map(|row| format!("<tr>{}</tr>\n", cells(row, language))).collect();
    let title = markup::xml(&sheet.title);
    format!("<h1>{title}</h1>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

fn cells(row: &[Cell], language: Language) -> String {
    row.iter().map(|cell| self::cell(cell, language)).collect()
}

fn cell(cell: &Cell, language: Language) -> String {
    match cell {
        Cell::Empty => "<td></td>".to_string(),
        Cell::Number(value) => format!("<td class=\"n\">{value}</td>"),
        Cell::Text(text) => {
            let words = markup::xml(text).replace('\n', "<br>");
            match ground(text, language) {
                Some(class) => format!("<td class=\"{class}\">{words}</td>"),
                None => format!("<td>{words}</td>"),
            }
        }
    }
}

/// Returns the ground on which a status or a light stands.
fn ground(text: &str, language: Language) -> Option<&'static str> {
    let status = Status::ALL.into_iter().find(|status| status.label(language) == text);
    let of_status = status.map(|status| match status.sense() {
        Sense::Done => "good",
        Sense::Going => "busy",
        Sense::Behind => "bad",
        Sense::Waiting => "open",
        Sense::Changed => "changed",
    });
    of_status.or_else(|| {
        Light::begun_by(text, language).map(|light| match light {
            Light::Green => "good",
            Light::Blue => "busy",
            Light::Yellow => "warn",
            Light::Red => "bad",
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_what_the_sheet_says_and_runs_nothing() {
        let sheet = Sheet {
            title: "<script>表".into(),
            headings: vec!["任务&".into(), "灯".into(), "数".into()],
            rows: vec![
                vec!["a\nb".into(), "红灯（连续 2 期）".into(), 2.5.into()],
                vec!["c".into(), "推进中".into(), Cell::Empty],
            ],
        };
        let page = document(&[sheet], Language::Zh);
        assert!(!page.contains("<script"), "{page}");
        for part in [
            "size: A3 landscape",
            "<h1>&lt;script&gt;表</h1>",
            "<th>任务&amp;</th>",
            "<td>a<br>b</td><td class=\"bad\">红灯（连续 2 期）</td><td class=\"n\">2.5</td>",
            "<td class=\"busy\">推进中</td><td></td>",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
}
