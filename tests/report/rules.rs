//! Rules that every report keeps, whatever was entered: numbering of headings, punctuation, measure words, and no
//! repetitions.

use std::collections::HashMap;
use std::sync::Arc;

use plandesk::desk::{Command, Field, ReviewEdit};
use plandesk::plan::{Dossier, Period, Status, Thresholds, Year};
use plandesk::report::model::{Element, Piece, Report, Sentence};
use plandesk::report::{Form, Format, Request, Wording, draft};
use regex::Regex;

use crate::support::report::{blank, desk, dossier, enter, entered, execute, full, ids, in_form, paragraphs, today};

const PERIODS: [Period; 3] = [Period::annual(Year(2023)), Period::MID_TERM, Period::FINAL];
const FORMS: [Form; 3] = [Form::Full, Form::Short, Form::Public];

/// Returns a plan with carelessly entered text: full stops, semicolons and line feeds at the ends and in between.
fn carelessly_entered(period: Period) -> Arc<Dossier> {
    let (_folder, desk) = desk();
    enter(&desk, period);
    let untidy = "第一批完工。；\n第二批开工；。\n\n；";
    for (items, status) in [("t5 t8 t9", Status::Lagging), ("t20 p3 p4", Status::Completed), ("p5", Status::Lagging)] {
        let set = || Field::Set(untidy.to_string());
        let edit = ReviewEdit {
            status: Field::Set(status),
            done: set(),
            problem: set(),
            next: set(),
            ..ReviewEdit::default()
        };
        execute(&desk, Command::Review { items: ids(items), period, edit });
    }
    dossier(&desk)
}

/// Returns every report that the rules are checked on, with its name.
fn reports() -> Vec<(String, Report)> {
    let mut reports = Vec::new();
    for period in PERIODS {
        for (state, dossier) in
            [("entered", entered(period)), ("blank", blank()), ("careless", carelessly_entered(period))]
        {
            for form in FORMS {
                reports.push((format!("{period} {state} {form:?}"), in_form(&dossier, period, form)));
            }
        }
    }
    let (_folder, desk) = desk();
    for dossier in desk.snapshot().dossiers() {
        reports.push((dossier.plan.id.to_string(), full(dossier, Period::MID_TERM)));
    }
    reports
}

fn printed(report: &Report) -> Vec<String> {
    let text = |pieces: Vec<Piece>| pieces.iter().map(Piece::text).collect::<String>();
    paragraphs(report).into_iter().map(|paragraph| text(report.pieces(paragraph))).collect()
}

#[test]
fn no_punctuation_and_no_measure_word_is_doubled() {
    // Entered text is quoted unchanged, so only the punctuation around it is the report's own.
    let doubled = Regex::new("[。；，、：]{2,}|。】。|[项个](?:项目)?项[^目]|项项目|（（|））|“”|（）").unwrap();
    for (name, report) in reports() {
        for text in printed(&report) {
            let found = doubled.find(&text).map(|found| found.as_str());
            assert_eq!(found, None, "{name}: {text}");
            assert!(text.ends_with(['。', '】', '！', '？']), "{name}: {text}");
        }
    }
}

#[test]
fn headings_are_numbered_from_one_and_have_no_second_number() {
    let own = Regex::new(
        r"^(?:第[一二三四五六七八九十百]+[篇章节]|[（(]?[一二三四五六七八九十]+[、）)]|[（(]?[0-9]+[.．、）)]|专栏)",
    )
    .unwrap();
    let number = Regex::new(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+\.)").unwrap();
    for (name, report) in reports() {
        let mut counts: HashMap<u8, u32> = HashMap::new();
        let mut deepest = 0;
        for element in report.elements() {
            let Element::Heading(level, text) = element else { continue };
            assert!(level <= deepest + 1, "{name}: {text} skips a level");
            counts.retain(|counted, _| *counted <= level);
            deepest = level;
            *counts.entry(level).or_default() += 1;
            let printed = number.find(&text).unwrap_or_else(|| panic!("{name}: {text} has no number")).as_str();
            let expected = match level {
                1 => format!("{}、", chinese(counts[&1])),
                2 => format!("（{}）", chinese(counts[&2])),
                _ => format!("{}.", counts[&3]),
            };
            assert_eq!(printed, expected, "{name}: {text}");
            let title = &text[printed.len()..];
            assert!(!own.is_match(title), "{name}: {text}");
            assert!(!title.is_empty() && !title.ends_with(['。', '：', '；']), "{name}: {text}");
        }
    }
}

fn chinese(number: u32) -> String {
    plandesk::text::numeral::in_words(number)
}

#[test]
fn no_heading_is_empty() {
    for (name, report) in reports() {
        let elements = report.elements();
        for (element, next) in elements.iter().zip(elements.iter().skip(1).map(Some).chain([None])) {
            let Element::Heading(level, text) = element else { continue };
            let is_filled = match next {
                None => false,
                Some(Element::Heading(below, _)) => below > level,
                Some(Element::Paragraph(paragraph)) => !paragraph.is_empty(),
                Some(Element::Table(..) | Element::Chart(..)) => true,
            };
            assert!(is_filled, "{name}: {text}");
        }
    }
}

#[test]
fn no_subsection_is_the_only_one_of_its_section() {
    for (name, report) in reports() {
        let mut parts: Vec<(u8, usize)> = Vec::new();
        let levels = report.elements().into_iter().filter_map(|element| match element {
            Element::Heading(level, _) => Some(level),
            _ => None,
        });
        for level in levels.chain([1]) {
            while let Some((open, count)) = parts.pop_if(|(open, _)| *open > level) {
                assert_ne!(count, 1, "{name}: one subsection of level {open}");
            }
            match parts.last_mut() {
                Some((open, count)) if *open == level => *count += 1,
                _ => parts.push((level, 1)),
            }
        }
    }
}

#[test]
fn what_is_none_or_all_is_not_counted() {
    for (name, report) in reports() {
        let whole = printed(&report).concat();
        for words in ["解决0个", "共1项任务，状态", "共1个项目，状态为已完成。“"] {
            assert!(!whole.contains(words), "{name}: {words}");
        }
    }
}

#[test]
fn a_sentence_for_which_an_office_has_no_words_is_left_out() {
    let own =
        "[overall]\ntasks = \"\"\n[tasks]\nset = \"\"\n[problems]\nconcern = \"\"\n[indicators]\nwarning = \"\"\n";
    let (wording, problems) = Wording::load(&[("own.toml".into(), own.into())]);
    assert_eq!(problems, []);
    let request = Request::full(Period::MID_TERM, today(), Thresholds::default(), &wording);
    let report = draft(&entered(Period::MID_TERM), &request);
    let text = printed(&report);
    assert!(!text.concat().contains("53项重点任务中"));
    for paragraph in &text {
        assert!(!paragraph.starts_with('。') && !paragraph.contains("。。") && !paragraph.is_empty(), "{paragraph}");
        assert!(paragraph != "预警。", "a word without a sentence");
    }
}

#[test]
fn nothing_is_said_twice() {
    for (name, report) in reports() {
        let mut said: HashMap<&str, usize> = HashMap::new();
        for sentence in paragraphs(&report).into_iter().flat_map(|paragraph| &paragraph.sentences) {
            // Short counts such as 共3项任务 may be the same in two places with different meanings.
            if let Sentence::Said { text, .. } = sentence
                && text.chars().count() > 24
                && text.contains('“')
            {
                *said.entry(text).or_default() += 1;
            }
        }
        let twice: Vec<&str> = said.into_iter().filter(|(_, count)| *count > 1).map(|(text, _)| text).collect();
        assert_eq!(twice, [""; 0], "{name}");
    }
}

#[test]
fn a_term_that_is_over_is_not_forecast() {
    for form in FORMS {
        let text = printed(&in_form(&entered(Period::FINAL), Period::FINAL, form)).concat();
        for words in ["不能按期完成的风险", "方能", "难以", "快于预期", "进度偏慢", "赶进度", "序时", "推算"]
        {
            assert!(!text.contains(words), "{form:?} {words}: {text}");
        }
    }
    let report = full(&entered(Period::FINAL), Period::FINAL);
    let of_indicators = &report.appendices[0];
    assert!(!of_indicators.columns.iter().any(|heading| ["序时应达", "判断"].contains(&heading.as_str())));
    let cells = of_indicators.records().flatten().chain(&of_indicators.notes);
    assert!(cells.into_iter().all(|cell| !cell.contains("序时") && !cell.contains("年达到")));
    let text = printed(&full(&entered(Period::FINAL), Period::FINAL)).concat();
    assert!(text.contains("暂无法判断的"), "readings of earlier years tell nothing of the end: {text}");
}

#[test]
fn a_plan_without_projects_has_no_chapter_and_no_table_of_them() {
    let (_folder, desk) = desk();
    let snapshot = desk.snapshot();
    let dossier = snapshot.dossiers().find(|dossier| dossier.plan.boxes.is_empty()).unwrap();
    let report = full(dossier, Period::MID_TERM);
    assert!(
        report.elements().iter().all(|element| !matches!(element, Element::Heading(_, text) if text.contains("专栏")))
    );
    for table in &report.appendices {
        assert!(!table.rows.is_empty(), "{}", table.caption);
    }
    let own: Vec<String> = report.tables_at_the_end().into_iter().map(|(caption, _)| caption).collect();
    assert!(own[1].starts_with("附表2　重点任务") && own[2] == "待补充事项清单", "{own:?}");
}

#[test]
fn units_and_parts_of_a_table_are_put_as_sentences_have_them() {
    let (_folder, desk) = desk();
    for dossier in desk.snapshot().dossiers() {
        for period in PERIODS {
            let report = full(dossier, period);
            for text in printed(&report) {
                assert!(!text.contains("左右%") && !text.contains("“其中"), "{}: {text}", dossier.plan.id);
            }
        }
    }
}

#[test]
fn entered_text_is_quoted_once() {
    let report = full(&entered(Period::MID_TERM), Period::MID_TERM);
    let whole = printed(&report).concat();
    for words in ["续签一次办结", "检验人员缺编", "与高校联合培养检验人员", "实验室通过验收"]
    {
        assert_eq!(whole.matches(words).count(), 1, "{words}");
    }
}

#[test]
fn tables_and_charts_are_numbered_throughout() {
    let report = full(&entered(Period::MID_TERM), Period::MID_TERM);
    let captions = report.elements().into_iter().filter_map(|element| match element {
        Element::Table(caption, _) | Element::Chart(caption, _) => Some(caption),
        Element::Heading(..) | Element::Paragraph(_) => None,
    });
    let captions: Vec<String> = captions.collect();
    let starts: Vec<&str> = captions.iter().filter_map(|caption| caption.split('　').next()).collect();
    assert_eq!(starts, ["表1", "图1", "表2", "图2"]);
    let page = String::from_utf8(report.bytes(Format::Html).unwrap()).unwrap();
    assert!(captions.iter().all(|caption| page.contains(caption)));
}
