//! The content of a drafted report: its outline by period, counts that agree with the roll-ups, and figures that can be
//! traced to the rows that they were counted from.

use plandesk::desk::{Command, Field, ReviewEdit};
use plandesk::plan::roll_up::RollUp;
use plandesk::plan::{
    Appraisal, AppraisalKind, Attainment, Dossier, Indicator, Kind, Period, Progress, Solution, Standing, Status,
    Thresholds, Year,
};
use plandesk::report::model::{Element, Paragraph, Piece, Report, Sentence, Table};
use plandesk::report::{Form, Format, Marks};
use regex::Regex;

use crate::support::report::{
    blank, desk, dossier, enter, enter_hostile, entered, execute, full as report, id, ids, in_form, paragraphs, today,
};

const PERIODS: [Period; 3] = [Period::annual(Year(2023)), Period::MID_TERM, Period::FINAL];

fn headings(report: &Report, wanted: u8) -> Vec<String> {
    let headings = report.elements().into_iter().filter_map(|element| match element {
        Element::Heading(level, text) if level == wanted => Some(text),
        _ => None,
    });
    headings.collect()
}

fn sentences(report: &Report) -> Vec<&Sentence> {
    paragraphs(report).into_iter().flat_map(|paragraph| &paragraph.sentences).collect()
}

fn text(report: &Report) -> String {
    let pieces = paragraphs(report).into_iter().flat_map(|paragraph| paragraph.pieces());
    pieces.map(|piece| piece.text().to_string()).collect()
}

/// Returns the row with this number in its first cell.
fn row(table: &Table, number: u32) -> &[String] {
    let number = number.to_string();
    table.records().find(|cells| cells[0] == number).unwrap_or_else(|| panic!("{} has no row {number}", table.caption))
}

#[test]
fn each_period_has_its_own_outline() {
    let dossier = blank();
    let outline = |period| headings(&report(&dossier, period), 1);
    assert_eq!(
        outline(Period::MID_TERM),
        [
            "一、评估工作概况",
            "二、总体评价",
            "三、主要目标指标实现情况",
            "四、重点任务推进情况",
            "五、重大项目（专栏）进展",
            "六、主要做法与经验",
            "七、存在问题及原因",
            "八、环境形势变化",
            "九、对策建议",
        ]
    );
    assert_eq!(
        outline(Period::FINAL)[5..],
        ["六、主要做法与经验", "七、存在问题及原因", "八、完成情况结论", "九、对下一规划的建议"]
    );
    assert_eq!(
        outline(Period::annual(Year(2023))),
        [
            "一、总体评价",
            "二、主要目标指标实现情况",
            "三、重点任务推进情况",
            "四、重大项目（专栏）进展",
            "五、存在问题及原因",
            "六、2024年工作措施",
        ]
    );
    assert_eq!(outline(Period::annual(Year(2025)))[5], "六、下一步工作措施", "the plan has no next year");
}

#[test]
fn title_and_date_are_written_as_offices_do() {
    let dossier = blank();
    for (period, title) in [
        (Period::annual(Year(2022)), "《喀什地区卫生健康事业“十四五”发展规划》2022年度监测评估报告（草稿）"),
        (Period::MID_TERM, "《喀什地区卫生健康事业“十四五”发展规划》中期评估报告（草稿）"),
        (Period::FINAL, "《喀什地区卫生健康事业“十四五”发展规划》终期评估报告（草稿）"),
    ] {
        let report = report(&dossier, period);
        assert_eq!(report.title, title);
        assert_eq!(report.byline.last().map(Piece::text), Some("2023年12月5日"));
    }
}

#[test]
fn tasks_follow_the_chapters_and_boxes_of_the_plan() {
    let report = report(&entered(Period::MID_TERM), Period::MID_TERM);
    let second = headings(&report, 2);
    for heading in ["（一）重点工作", "（二）保障措施", "（一）疾病预防控制体系现代化建设"]
    {
        assert!(second.iter().any(|found| found == heading), "{heading}: {second:?}");
    }
    assert_eq!(headings(&report, 3).len(), 12, "the sections of the fourth chapter");
    assert_eq!(headings(&report, 3)[1], "2.健全公共卫生服务体系");
}

/// Returns the number before a word in a sentence such as 已完成3项.
fn count(sentence: &str, word: &str) -> u32 {
    let pattern = Regex::new(&format!("{word}([0-9]+)[项个]")).unwrap();
    pattern.captures(sentence).map_or(0, |found| found[1].parse().unwrap())
}

#[test]
fn counts_are_those_of_the_roll_ups() {
    for period in PERIODS {
        let dossier = entered(period);
        let report = report(&dossier, period);
        for (kind, start) in [(Kind::Task, "规划共列"), (Kind::Project, "个专栏共列")] {
            let items = dossier.plan.tasks.iter().filter(|task| task.kind() == kind);
            let standings = items.map(|task| Standing::in_report(&dossier, task, period, today()));
            let roll_up = RollUp::counting(standings);
            let sentence = sentences(&report)
                .into_iter()
                .find_map(|sentence| match sentence {
                    Sentence::Said { text, .. } if text.contains(start) => Some(text.clone()),
                    _ => None,
                })
                .unwrap_or_else(|| panic!("no sentence says {start}"));
            assert_eq!(count(&sentence, start), roll_up.total);
            for (word, status) in [
                ("已完成", Status::Completed),
                ("推进中", Status::InProgress),
                ("滞后", Status::Lagging),
                ("未启动", Status::NotStarted),
                ("调整", Status::Adjusted),
            ] {
                assert_eq!(count(&sentence, word), roll_up.count(status), "{sentence}");
            }
            assert_eq!(count(&sentence, "未报送"), roll_up.unreported, "{sentence}");
            let rate = format!("完成率为{}%", roll_up.completion());
            assert!(text(&report).contains(&rate), "{rate}");
        }
    }
}

#[test]
fn indicators_are_judged_as_in_lists_and_roll_ups() {
    let dossier = entered(Period::MID_TERM);
    let report = report(&dossier, Period::MID_TERM);
    let judge = |indicator: &Indicator| dossier.judge(indicator, &Thresholds::default(), Period::annual(Year(2023)));
    let behind = dossier.plan.indicators.iter().filter(|indicator| judge(indicator) == Attainment::Behind).count();
    assert!(behind > 2, "the test needs some");
    let rows: Vec<&Vec<String>> = report.appendices[0].records().collect();
    assert_eq!(rows.iter().filter(|row| row[8] == "滞后").count(), behind);
    let each = paragraphs(&report).into_iter().filter(|p| text_of(p).contains("判断为滞后")).count();
    assert_eq!(each, behind, "one paragraph for each that lags");
    let natures: Vec<&str> = rows.iter().map(|row| row[3].as_str()).collect();
    assert_eq!(natures.iter().take_while(|nature| **nature == "约束性").count(), 3, "binding ones come first");
    // The judgement of an older reading is that of its own year, and is labelled so.
    let older = rows.iter().find(|row| row[1] == "5岁以下儿童死亡率").unwrap();
    assert_eq!((older[6].as_str(), older[11].as_str()), ("15.1（2022年）", "采用2022年数据"));
}

fn text_of(paragraph: &Paragraph) -> String {
    paragraph.pieces().iter().map(Piece::text).collect()
}

#[test]
fn every_figure_can_be_traced_to_rows_that_exist() {
    for period in PERIODS {
        for dossier in [entered(period), blank()] {
            let report = report(&dossier, period);
            let mut marked = 0;
            for sentence in sentences(&report) {
                let Sentence::Said { text, sources } = sentence else { continue };
                assert!(!sources.is_empty() || !text.contains(|c: char| c.is_ascii_digit()), "no source: {text}");
                for place in sources.places() {
                    row(&report.appendices[place.table as usize - 1], place.row);
                    marked += 1;
                }
            }
            assert!(marked > 200, "{period}: {marked}");
        }
    }
}

#[test]
fn entered_text_is_cited_with_the_row_of_its_item() {
    let report = report(&entered(Period::MID_TERM), Period::MID_TERM);
    let cited = sentences(&report).into_iter().filter_map(|sentence| match sentence {
        Sentence::Said { text, sources } if text.contains("缺编") => Some(sources.words()),
        _ => None,
    });
    assert_eq!(cited.collect::<Vec<_>>(), ["附表2：4"], "a problem is told once");
    assert_eq!(row(&report.appendices[1], 4)[8], "检验人员缺编");
}

#[test]
fn rows_name_every_item_of_the_plan_once() {
    let dossier = blank();
    let report = report(&dossier, Period::FINAL);
    let plan = &dossier.plan;
    let of = |kind: Kind| plan.tasks.iter().filter(move |task| task.kind() == kind).map(|task| &task.title);
    let names: Vec<&String> = plan.indicators.iter().map(|indicator| &indicator.name).collect();
    for (table, column, mut expected) in [
        (&report.appendices[0], 1, names),
        (&report.appendices[1], 1, of(Kind::Task).collect()),
        (&report.appendices[2], 1, of(Kind::Project).collect()),
    ] {
        let mut found: Vec<&String> = table.records().map(|row| &row[column]).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        assert!(table.records().all(|row| row.len() == table.columns.len()));
        let numbers: Vec<String> = table.records().map(|row| row[0].clone()).collect();
        assert_eq!(numbers, (1..=numbers.len()).map(|n| n.to_string()).collect::<Vec<_>>());
    }
}

#[test]
fn without_reviews_the_draft_names_what_is_missing() {
    let dossier = blank();
    for period in PERIODS {
        let report = report(&dossier, period);
        let text = text(&report);
        for words in ["未报送53项", "均未报送评估记录", "各责任单位尚未填报"] {
            assert!(text.contains(words), "{period}: {words}");
        }
        assert!(!text.contains("进展顺利") && !text.contains("总体符合预期"), "nothing is praised: {text}");
        let gaps: Vec<String> = report.gaps().into_iter().map(|gap| format!("{} {}", gap.place, gap.what)).collect();
        let year = dossier.plan.term.year_of(period);
        for gap in [
            "全文 可判断的指标不足半数，补录实际值后再作总体评价".to_string(),
            "全文 本期评估数据尚未封存，定稿前核对并封存".to_string(),
            format!("附表1第1—24行 {year}年实际值"),
            "附表2第1—53行，附表3第1—27行 评估记录（未报送）".to_string(),
        ] {
            assert!(gaps.contains(&gap), "{gap}: {gaps:?}");
        }
    }
    assert!(text(&report(&dossier, Period::MID_TERM)).contains("【待补充：第三方评估"));
}

#[test]
fn the_draft_warns_of_binding_indicators_out_of_reach() {
    let report = report(&entered(Period::MID_TERM), Period::MID_TERM);
    let warning = paragraphs(&report).into_iter().find(|p| p.lead.as_deref() == Some("预警")).unwrap();
    // From 1.19 to 1.5 in three years, and at that pace to 3 in 18.
    let words = "“每万人口全科医生数”（预计2038年达到目标值）";
    assert!(text_of(warning).contains(words), "{}", text_of(warning));
    let row = report.appendices[0].records().find(|row| row[1] == "每万人口全科医生数").unwrap();
    assert!(row[9].contains("2038年达到"), "{row:?}");
}

#[test]
fn an_older_reading_is_not_used_as_the_final_one() {
    let report = report(&entered(Period::FINAL), Period::FINAL);
    let text = text(&report);
    assert!(text.contains("其中16项没有2025年实际值"), "{text}");
    assert!(!text.contains("主要指标基本实现") && !text.contains("主要指标大部分实现"));
    assert!(text.contains("有目标年实际值的1项，其中1项实现目标"), "{text}");
}

#[test]
fn unconfirmed_statuses_are_mentioned_and_not_counted() {
    let report = report(&entered(Period::annual(Year(2023))), Period::MID_TERM);
    assert!(text(&report).contains("项本期未报送，以前评估期的状态未经确认，不计入已报送"));
    assert!(text(&report).contains("未报送53项"));
}

/// Returns the plan with every part of an evaluation entered for a period.
fn evaluated(period: Period) -> std::sync::Arc<Dossier> {
    let (_folder, desk) = desk();
    enter(&desk, period);
    let does = |command| execute(&desk, command);
    let review =
        |item: &str, period: Period, edit: ReviewEdit| does(Command::Review { items: ids(item), period, edit });
    let stuck = |text: &str| ReviewEdit { problem: Field::Set(text.into()), ..ReviewEdit::default() };
    review("t20", Period::annual(Year(2022)), stuck("用地未批"));
    review("t21", Period::annual(Year(2022)), stuck("设备未到"));
    let solution = Some(Solution { period, how: Some("追加预算120万元。".into()) });
    does(Command::Solve { problems: vec![(id("t20"), Period::annual(Year(2022)))], solution });
    does(Command::SetGoal { items: ids("t1 p7"), year: Year(2023), text: Field::Set("建成8处".into()) });
    let reason = Some("口径调整，按新口径滞后".to_string());
    does(Command::Judge { indicator: id("i10"), year: Year(2023), judgement: Some((Attainment::Behind, reason)) });
    for (kind, by, score) in [(AppraisalKind::ThirdParty, "某大学", 86.5), (AppraisalKind::Survey, "某调查队", 91.2)]
    {
        let conclusion = Some("总体较好。".to_string());
        let by = Some(by.to_string());
        let appraisal = Some(Appraisal { by, score: Some(score), respondents: Some(1200), conclusion, date: None });
        does(Command::Appraise { plan: id("t1").plan, period, kind, appraisal });
    }
    does(Command::Seal { plan: id("t1").plan, period });
    let amend = Some("复核更正".to_string());
    review(
        "t2",
        period,
        ReviewEdit { progress: Field::given(Progress::try_from(58).ok()), amend, ..ReviewEdit::default() },
    );
    dossier(&desk)
}

#[test]
fn the_parts_of_an_evaluation_are_in_the_report_with_their_sources() {
    for period in [Period::MID_TERM, Period::annual(Year(2023))] {
        let dossier = evaluated(period);
        let report = report(&dossier, period);
        let text = text(&report);
        for words in [
            "第三方评估由某大学开展，回收有效答卷1200份，评分86.5分，主要结论：总体较好。",
            "满意率91.2%",
            "已解决1个（其中本期解决1个）",
            "其中由人工判断1项",
            "（人工判断：口径调整，按新口径滞后）",
            "本期评估数据已于",
            "封存后更正1项",
            "（复核更正）",
        ] {
            assert!(text.contains(words), "{period} {words}: {text}");
        }
        assert!(!text.contains("满意度调查：对象"), "what is recorded is no gap");
        assert_eq!(text.contains("2023年有2项任务和项目确定了年度目标"), period == Period::annual(Year(2023)));
        assert_eq!(text.contains("追加预算120万元。"), period == Period::MID_TERM, "annual reports tell no practice");
        for sentence in sentences(&report) {
            let Sentence::Said { text, sources } = sentence else { continue };
            assert!(!sources.is_empty() || !text.contains(|c: char| c.is_ascii_digit()), "no source: {text}");
            for place in sources.places() {
                row(&report.appendices[place.table as usize - 1], place.row);
            }
        }
        let judged = report.appendices[0].records().find(|row| row[11] == "口径调整，按新口径滞后").unwrap();
        assert_eq!(judged[8], "滞后\n（人工判断）");
    }
}

#[test]
fn a_report_has_the_problems_of_its_own_period() {
    let dossier = evaluated(Period::MID_TERM);
    let told = |period| text(&report(&dossier, period));
    let before = told(Period::annual(Year(2022)));
    assert!(before.contains("问题台账共列问题2个，均未解决。"), "solved later: {before}");
    assert!(told(Period::MID_TERM).contains("已解决1个（其中本期解决1个），未解决"));
    assert!(
        !text(&report(&blank(), Period::MID_TERM)).contains("问题台账"),
        "without problems there is no list of them"
    );
}

#[test]
fn a_report_on_an_open_period_says_so() {
    let is_told =
        |dossier: &Dossier| report(dossier, Period::MID_TERM).gaps().iter().any(|g| g.what.contains("尚未封存"));
    assert!(is_told(&blank()) && !is_told(&evaluated(Period::MID_TERM)));
}

#[test]
fn hostile_text_stays_text_in_every_format() {
    let (_folder, desk) = desk();
    enter(&desk, Period::MID_TERM);
    enter_hostile(&desk, Period::MID_TERM);
    let report = report(&dossier(&desk), Period::MID_TERM);
    let written = |format| String::from_utf8(report.bytes(format).unwrap()).unwrap();
    let (html, markdown) = (written(Format::Html), written(Format::Markdown));
    for text in [&html, &markdown] {
        assert!(!text.contains("<script") && text.contains("&lt;script&gt;"));
        assert!(!text.contains('\u{1b}') && !text.contains('\u{7}'));
    }
    assert!(markdown.contains("\\[y\\](javascript:z)") && markdown.contains("\\*\\*x\\*\\*"));
    let appendix = markdown.split("## 附表2").nth(1).unwrap();
    let rows = appendix.lines().filter(|line| line.starts_with('|'));
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    assert!(rows.map(bars).take(55).all(|bars| bars == 11), "no cell breaks out of its row");
    assert!(html.contains("&amp;amp;") && html.contains("&quot;q&quot; &apos;p&apos;"));
    let addresses = html.matches("http").count() - html.matches("http-equiv").count();
    assert_eq!(addresses, html.matches("http://www.w3.org/2000/svg").count(), "the page fetches nothing");
}

#[test]
fn every_format_has_the_same_text() {
    let report = report(&entered(Period::MID_TERM), Period::MID_TERM);
    let html = String::from_utf8(report.bytes(Format::Html).unwrap()).unwrap();
    let markdown = String::from_utf8(report.bytes(Format::Markdown).unwrap()).unwrap();
    let tags = Regex::new("<[^>]*>").unwrap();
    let plain = tags.replace_all(&html, "");
    for paragraph in paragraphs(&report) {
        let words = text_of(paragraph).replace('<', "&lt;").replace('>', "&gt;");
        assert!(plain.contains(&words), "{words}");
        assert!(markdown.replace("**", "").replace('\\', "").contains(&words), "{words}");
    }
}

#[test]
fn every_bundled_plan_can_be_reported() {
    let (_folder, desk) = desk();
    for dossier in desk.snapshot().dossiers() {
        for period in [Period::annual(dossier.plan.term.first), Period::MID_TERM, Period::FINAL] {
            let report = report(dossier, period);
            for format in [Format::Markdown, Format::Html, Format::Docx] {
                assert!(report.bytes(format).unwrap().len() > 4000, "{} {period}", dossier.plan.id);
            }
        }
    }
}

#[test]
fn sources_are_printed_only_on_request() {
    let dossier = entered(Period::MID_TERM);
    let marked = |marks| Report { marks, ..report(&dossier, Period::MID_TERM) };
    let written = |report: &Report, format| String::from_utf8(report.bytes(format).unwrap()).unwrap();
    for format in [Format::Html, Format::Markdown] {
        let plain = written(&marked(Marks::Off), format);
        assert!(!plain.contains("附表2：4") && !plain.contains("数据来源对照表"));
        assert!(written(&marked(Marks::Comments), format).contains("［附表2：4］"));
        let annex = written(&marked(Marks::Annex), format);
        assert!(!annex.contains("［附表2：4］") && annex.contains("附表4　数据来源对照表"));
    }
    let table = marked(Marks::Annex).tables_at_the_end().remove(3).1.into_owned();
    let row = table.rows.iter().find(|row| row[2].contains("检验人员缺编")).unwrap();
    assert_eq!((row[1].as_str(), row[3].as_str()), ("七、（二）", "附表2：4"));
}

#[test]
fn the_short_form_has_two_pages_of_words_and_no_tables() {
    for period in PERIODS {
        let report = in_form(&entered(period), period, Form::Short);
        assert_eq!(headings(&report, 1).len(), 4);
        assert!(report.appendices.is_empty());
        // Two pages have 44 lines of 28 characters, less the space of titles, headings and ends of paragraphs.
        let length = text(&report).chars().count();
        assert!(length < 1_000, "{period}: {length}");
    }
}

#[test]
fn the_public_form_names_no_department_and_no_problem_and_has_no_gaps() {
    let dossier = entered(Period::MID_TERM);
    let report = in_form(&dossier, Period::MID_TERM, Form::Public);
    let page = String::from_utf8(report.bytes(Format::Html).unwrap()).unwrap();
    for words in ["牵头", "财政局", "待补充", "缺编", "存在不能", "问题"] {
        assert!(!page.contains(words), "{words}");
    }
    assert_eq!(report.gaps(), []);
    assert_eq!(report.title, "《喀什地区卫生健康事业“十四五”发展规划》中期评估报告（公开稿）");
    assert!(page.contains("续签一次办结"), "what was achieved is told");
}
