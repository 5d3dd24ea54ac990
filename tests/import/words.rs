//! No word of a document is lost: everything in the source is in a field of the result, or among the words that were
//! removed.

use plandesk::import;
use plandesk::plan::Departments;
use proptest::prelude::*;

use crate::support::skipped::skipped;
use crate::support::words::{lost, read};

#[test]
fn no_word_of_a_whole_document_is_lost() {
    let mut folders = vec![concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans").to_string()];
    match std::env::var("PLANDESK_REAL_DOCUMENTS") {
        Ok(folder) => folders.extend([format!("{folder}/plans"), format!("{folder}/plans-more")]),
        Err(_) => {
            skipped("PLANDESK_REAL_DOCUMENTS names no folder with real documents; only the bundled ones are read")
        }
    }
    for folder in folders {
        for file in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if !name.ends_with(".txt") {
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&file) else { continue };
            let Some(document) = read(&name, &text) else { continue };
            assert_eq!(lost(&text, &document), [], "{name}");
        }
    }
}

/// Returns a line as documents have them, well-formed or not.
fn line() -> impl Strategy<Value = String> {
    let word = "(推动|加强|完善|建设|服务|就业|项目|“十四五”|2025年|95%|（含）|，|、|。){1,12}";
    let number = prop::sample::select(vec![
        "",
        "",
        "第一章 ",
        "第二章 ",
        "第三节 ",
        "一、",
        "二、",
        "三、",
        "（一）",
        "（二）",
        "1.",
        "2．",
        "3、",
        "（1）",
        "①",
        "——",
        "--",
        "1.1 ",
        "1.2 ",
        "专栏1 ",
        "专栏2：",
        "表1 ",
        "附表1 ",
        "注：",
        "\t",
        "\t专栏3 ",
        "- 1.",
        "[bookmark: _Toc1]",
        "总则",
        "前言",
        "目录",
    ]);
    let cells = prop::sample::select(vec![
        "指标\t2020年\t2025年\t属性",
        "覆盖率（%）\t90\t95\t约束性",
        "\t人数（人）\t——\t40\t预期性",
        "\t指标",
        "\t2020年",
        "\t2025年",
        "\t属性",
        "\t覆盖率",
        "\t90",
        "\t",
        "预期性",
        "序号",
        "指标",
        "单位",
        "2025年",
        "— 3 —",
        "12",
        "第一章 总则 ...... 3",
        "2022年3月1日",
        "（征求意见稿）",
        "关于印发《甲县“十四五”教育规划》的通知",
        "甲县“十四五”教育规划",
        "主要指标",
        "表2 主要指标",
        "",
        "",
        "|指标|2020年|2025年|属性|",
        "指标  2020年  2025年  属性",
        "一项   90   95   约束性",
        "序号\t重点任务\t具体举措\t牵头单位\t完成时限",
        "1\t建设学校\t建校3所。\t县教育局\t2023年",
        "\t\t改造食堂\t县财政局",
        "工作任务",
        "责任单位",
        "完成时限",
        "01 培训工程",
        "1 总则",
        "第一条 为做好工作",
    ]);
    prop_oneof![3 => (number, word).prop_map(|(n, w)| format!("{n}{w}")), 1 => cells.prop_map(str::to_string)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_word_of_any_document_is_lost(lines in prop::collection::vec(line(), 1..60)) {
        let text = lines.join("\n");
        if let Some(document) = read("甲.txt", &text) {
            prop_assert_eq!(lost(&text, &document), vec![], "{}", text);
        }
    }

    #[test]
    fn no_bytes_make_the_importer_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = import::read("甲.txt", &bytes, &Departments::default());
    }

    #[test]
    fn no_text_makes_the_importer_panic(text in "\\PC{0,300}") {
        let _ = read("甲.txt", &text);
    }

    #[test]
    fn a_mutilated_plan_is_read_without_panic_and_without_loss(seed in any::<u64>(), keep in 1_usize..400, cut in 0_usize..60) {
        let source = include_str!("../../data/plans/changji.txt");
        let mut lines: Vec<&str> = source.lines().collect();
        let mut state = seed | 1;
        for n in (1..lines.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            if state >> 60 < 6 {
                lines.swap(n, (state >> 33) as usize % (n + 1));
            }
        }
        lines.truncate(keep);
        let text: String = lines.iter().map(|l| l.chars().skip(cut * usize::from(l.len() % 7 == 0)).collect::<String>() + "\n").collect();
        if let Some(document) = read("甲.txt", &text) {
            prop_assert_eq!(lost(&text, &document), vec![], "{}", text);
        }
    }
}
