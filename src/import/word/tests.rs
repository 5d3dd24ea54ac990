//! Tests of each feature of a Word file, and of broken and hostile files.

use proptest::prelude::*;
use rstest::rstest;

use super::super::package::tests::stored;
use super::super::{self as import, FileKind, ImportError};
use super::sample::*;
use super::*;
use crate::plan::{Departments, DoubtKind};
use crate::text::Language;

fn lines(docx: &Docx) -> String {
    read(&docx.bytes()).unwrap().text.replace('\n', "|")
}

fn text(body: &str) -> String {
    lines(&Docx::of(body))
}

fn doubts(docx: &Docx) -> Vec<String> {
    read(&docx.bytes()).unwrap().doubts.into_iter().map(|doubt| doubt.kind.what(Language::Zh)).collect()
}

fn field(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}

fn instruction(text: &str) -> String {
    format!("<w:r><w:instrText>{text}</w:instrText></w:r>")
}

fn text_box(inside: &str) -> String {
    format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><wps:wsp><wps:txbx><w:txbxContent>{inside}\
         </w:txbxContent></wps:txbx></wps:wsp></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>\
         {inside}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
}

#[rstest]
#[case::runs_are_joined(run("健康") + &run("县"), "健康县")]
#[case::breaks_begin_lines(run("甲") + "<w:r><w:br/></w:r>" + &run("乙"), "甲|乙")]
#[case::page_breaks_too(run("甲") + "<w:r><w:br w:type=\"page\"/></w:r>" + &run("乙"), "甲|乙")]
#[case::an_indentation_is_no_cell(run("\t甲\t乙"), "甲\t乙")]
#[case::cells_set_with_tabs(run("\t甲\t乙\t丙"), "\t甲\t乙\t丙")]
#[case::soft_hyphens_and_hard_ones("<w:r><w:t>2021</w:t><w:noBreakHyphen/><w:t>20</w:t><w:softHyphen/><w:t>25</w:t></w:r>".into(), "2021-2025")]
#[case::links_and_controls(format!("<w:hyperlink>{}</w:hyperlink><w:sdt><w:sdtPr><w:tag/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", run("甲"), run("乙")), "甲乙")]
#[case::signs_of_fonts("<w:r><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t>95%</w:t></w:r>".into(), "≥95%")]
#[case::signs_in_text("<w:r><w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr><w:t>\u{f06c}</w:t></w:r>".into(), "●")]
#[case::fields_show_results(field("begin") + &instruction(" REF a ") + &field("separate") + &run("第三章") + &field("end"), "第三章")]
#[case::a_simple_field(format!("{}<w:fldSimple w:instr=\"SEQ 表\">{}</w:fldSimple>", run("表"), run("2")), "表2")]
#[case::a_number_in_a_circle(field("begin") + &instruction("eq \\o\\ac(○,2)") + &field("end") + &run("甲"), "②甲")]
#[case::insertions_stay_and_deletions_go(format!("{}<w:ins>{}</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>", run("甲"), run("乙")), "甲乙")]
#[case::moves_are_read_once(format!("<w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo>", run("甲"), run("乙")), "乙")]
#[case::hidden_text_goes(format!("{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>丙</w:t></w:r>", run("甲")), "甲丙")]
#[case::reading_aids_go("<w:r><w:ruby><w:rt><w:r><w:t>bā</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>巴</w:t></w:r></w:rubyBase></w:ruby></w:r>".into(), "巴")]
#[case::formulas_keep_their_letters("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>".into(), "x+1")]
#[case::a_text_box_is_read_once(run("甲") + &text_box(&p("乙")), "甲|乙")]
#[case::tracked_properties_do_not_count("<w:pPr><w:pPrChange><w:pPr><w:numPr/></w:pPr></w:pPrChange></w:pPr>".to_string() + &run("甲"), "甲")]
fn a_paragraph_reads_as_it_is_seen(#[case] inside: String, #[case] seen: &str) {
    assert_eq!(text(&format!("<w:p>{inside}</w:p>")), seen);
}

#[test]
fn a_paragraph_whose_end_was_deleted_goes_on_in_the_next() {
    let ended = "<w:rPr><w:del/></w:rPr>";
    assert_eq!(text(&(paragraph(ended, &run("健康")) + &p("县") + &p("") + &p("乙"))), "健康县||乙");
}

#[test]
fn numbers_come_from_the_paragraph_or_from_its_style() {
    let heading = heading_style("H", 0, "<w:numPr><w:numId w:val=\"1\"/></w:numPr>");
    let below = "<w:style w:type=\"paragraph\" w:styleId=\"B\"><w:basedOn w:val=\"H\"/><w:pPr><w:outlineLvl w:val=\"1\"/>\
                 </w:pPr></w:style>";
    let second = level(1, "chineseCounting", "（%2）").replace("<w:start", "<w:pStyle w:val=\"B\"/><w:start");
    let glued = level(0, "chineseCounting", "%1、").replace("</w:lvl>", "<w:suff w:val=\"nothing\"/></w:lvl>");
    let lists = list("1", &[glued, second]) + &list("2", &[level(0, "decimal", "%1.")]);
    let none = paragraph("<w:pStyle w:val=\"H\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>", &run("前言"));
    let body = [
        none,
        styled("H", "背景"),
        item(2, 0, "甲"),
        p(""),
        item(2, 0, ""),
        item(2, 0, "乙"),
        styled("H", "任务"),
        styled("B", "就业"),
    ];
    let docx = Docx::of(&body.concat())
        .with("styles", &(heading + below))
        .with("numbering", &(lists + &instance(1, 1) + &instance(2, 2)));
    // An empty paragraph in a list is counted, as Word does.
    assert_eq!(lines(&docx), "前言|一、背景|1. 甲|||3. 乙|二、任务|（二） 就业".replace("（二）", "（一）"));
    let headings: Vec<Option<u8>> = read(&docx.bytes()).unwrap().layouts.iter().map(|l| l.heading).collect();
    assert_eq!(headings, [Some(0), Some(0), None, None, None, None, Some(0), Some(1)]);
}

#[test]
fn a_table_of_contents_is_marked_and_goes() {
    let entry = |text: &str| p(&format!("{text}\t1"));
    let open = field("begin") + &instruction(" TOC \\o \"1-3\" ") + &field("separate");
    let body = p("目录")
        + &format!("<w:p>{open}{}</w:p>", run("发展基础\t1"))
        + &entry("主要任务")
        + &format!("<w:p>{}</w:p>", field("end"))
        + &p("一、发展基础");
    let marked: Vec<bool> = read(&Docx::of(&body).bytes()).unwrap().layouts.iter().map(|l| l.contents).collect();
    assert_eq!(marked, [false, true, true, true, false]);
    let gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr>";
    let control = format!("<w:sdt>{gallery}<w:sdtContent>{}</w:sdtContent></w:sdt>{}", p("内容"), p("一、基础"));
    let marked: Vec<bool> = read(&Docx::of(&control).bytes()).unwrap().layouts.iter().map(|l| l.contents).collect();
    assert_eq!(marked, [true, false]);
}

fn cells(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| cell("", &p(text))).collect()
}

#[test]
fn rows_have_tabs_and_merged_cells_are_empty() {
    let span = |n: u32| format!("<w:gridSpan w:val=\"{n}\"/>");
    let start = cell("<w:vMerge w:val=\"restart\"/>", &(p("健康") + &p("水平")));
    let merged = cell("<w:vMerge/>", &p(""));
    let body = table(&[
        row(&[cell(&span(3), &p("专栏1 主要指标"))]),
        row(&cells(&["领域", "指标", "2025年"])),
        row(&[start, cell("", &p("寿命")), cell("", &(p("孕：91") + &p("3岁：83")))]),
        row(&[merged, cell("", &p("死亡率")), cell("", &plain_table(&[vec!["9".into()]]))]),
        row(&[cell(&span(3), &p("健康服务"))]),
        row(&cells(&["", "床位", "7"])),
        row(&[cell(&span(3), &p("注：以年报为准。"))]),
    ]);
    let seen = "专栏1 主要指标|领域\t指标\t2025年|健康水平\t寿命\t孕：91；3岁：83|\t死亡率\t9|健康服务|\t床位\t7|注：以年报为准。";
    assert_eq!(text(&body), seen);
    let layouts = read(&Docx::of(&body).bytes()).unwrap().layouts;
    let rows: Vec<bool> = layouts.iter().map(|layout| layout.table.is_some()).collect();
    assert_eq!(rows, [false, true, true, true, true, true, false]);
    assert!(layouts.iter().all(|layout| layout.frame == Some(1) || layout.frame == layouts[0].frame));
}

#[test]
fn heads_in_two_rows_are_one() {
    let two = |text: &str| cell("<w:gridSpan w:val=\"2\"/>", &p(text));
    let start = |text: &str| cell("<w:vMerge w:val=\"restart\"/>", &p(text));
    let merged = || cell("<w:vMerge/>", &p(""));
    let body = table(&[
        row(&[start("指标"), start("2020年"), two("目标"), start("属性")]),
        row(&[merged(), merged(), cell("", &p("2023年")), cell("", &p("2025年")), merged()]),
        row(&cells(&["寿命", "74", "75", "76", "预期性"])),
    ]);
    assert_eq!(text(&body), "指标\t2020年\t目标2023年\t目标2025年\t属性|寿命\t74\t75\t76\t预期性");
}

#[test]
fn boxes_of_one_column_and_cells_that_hold_lists_are_lines() {
    let body = table(&[row(&[cell("", &p("专栏2 项目"))]), row(&[cell("", &(p("1.甲项目。") + &p("2.乙项目。")))])]);
    assert_eq!(text(&body), "专栏2 项目|1.甲项目。|2.乙项目。");
    let lists = table(&[row(&[cell("", &p("培训类")), cell("", &(p("1.甲项目。") + &p("2.乙项目。")))])]);
    assert_eq!(text(&lists), "培训类|1.甲项目。|2.乙项目。");
    assert_eq!(text(&(p("前") + &boxed(&p("甲")) + &boxed(&p("乙")))), "前|甲|乙");
    let known = table(&[
        row(&cells(&["工作任务", "具体措施", "牵头单位"])),
        row(&[cell("", &p("开展培训")), cell("", &(p("1.办班。") + &p("2.考核。"))), cell("", &p("教育局"))]),
    ]);
    assert_eq!(text(&known), "工作任务\t具体措施\t牵头单位|开展培训\t1.办班。2.考核。\t教育局");
}

#[test]
fn nothing_is_left_out_silently() {
    let reference = |kind: &str| format!("<w:r><w:{kind}Reference w:id=\"2\"/></w:r>");
    let note = |kind: &str, text: &str| {
        format!(
            "<w:{kind} w:id=\"0\" w:type=\"separator\">{}</w:{kind}><w:{kind} w:id=\"2\">{}</w:{kind}>",
            p("—"),
            p(text)
        )
    };
    let body = format!(
        "<w:p>{}{}{}<w:ins>{}</w:ins><w:del/>{}<w:r><w:commentReference w:id=\"1\"/></w:r></w:p>\
         <w:p><w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict><w:object/><w:sym w:font=\"X\" w:char=\"E001\"/></w:r></w:p>\
         <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r></w:p>",
        run("签约率达到90%"),
        reference("footnote"),
        run("。"),
        run("新"),
        reference("endnote"),
    );
    let docx = Docx::of(&body)
        .with("footnotes", &note("footnote", "按年报口径。"))
        .with("endnotes", &note("endnote", "另见附表。"))
        .with("header", &p("某县规划"))
        .with("footer", &p("第3页"));
    let seen =
        "签约率达到90%。新|□|||附录 脚注和尾注|［1］“签约率达到90%”：按年报口径。|［2］“签约率达到90%。新”：另见附表。";
    assert_eq!(lines(&docx), seen);
    let told = doubts(&docx).join(" ");
    for word in
        ["修订插入", "修订删除", "批注", "隐藏文字", "图片", "嵌入", "2处脚注", "符号", "页眉或页脚文字，如“某县规划”"]
    {
        assert!(told.contains(word), "{word}: {told}");
    }
    let left: Vec<String> = read(&docx.bytes()).unwrap().leftovers.into_iter().map(|left| left.text).collect();
    assert_eq!(left, ["暗", "某县规划"]);
    assert!(doubts(&Docx::of(&p("甲"))).is_empty());
}

#[test]
fn the_strict_form_and_parts_of_other_names_are_read() {
    let strict = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap();
        text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace("http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")
        .replace("word/document.xml", "/word/main1.xml")
        .replace("<w:", "<ns0:")
        .replace("</w:", "</ns0:")
        .replace(" w:", " ns0:")
        .replace("xmlns:w=", "xmlns:ns0=")
    };
    let docx = Docx::of(&styled("H", "总则")).with("styles", &heading_style("H", 2, ""));
    let files =
        docx.files().into_iter().map(|(name, bytes)| (name.replace("document.xml", "main1.xml"), strict(bytes)));
    let files: Vec<(String, Vec<u8>)> = files.map(|(name, text)| (name, text.into_bytes())).collect();
    let read = read(&pack(&files)).unwrap();
    assert_eq!((read.text.as_str(), read.layouts[0].heading), ("总则", Some(2)));
}

#[test]
fn headings_without_any_number_nest_by_their_styles() {
    let styles: String = (0..2).map(|n| heading_style(&format!("H{n}"), n, "")).collect();
    let body = [
        p("北山区“十四五”数字经济发展规划"),
        styled("H0", "发展基础"),
        p("核心产业增加值占比达到8%。"),
        styled("H0", "怎么干"),
        styled("H1", "夯实数字底座"),
        p("部署基站1200个。"),
        p("本段不是标题"),
        styled("H1", "壮大数字产业"),
        p("引进企业50家。"),
        styled("H0", "保障措施"),
        p("成立专班，统筹推进。"),
    ];
    let docx = Docx::of(&body.concat()).with("styles", &styles);
    let document = import::read("a.docx", &docx.bytes(), &Departments::bundled()).unwrap();
    let plan = &document.plans[0];
    let headings: Vec<&str> = plan.outline.iter().map(|node| node.title.as_str()).collect();
    assert_eq!(headings, ["发展基础", "怎么干", "保障措施"]);
    let tasks: Vec<(&str, &str)> =
        plan.tasks.iter().map(|task| (plan.outline[task.node].title.as_str(), task.title.as_str())).collect();
    let wanted = [("怎么干", "夯实数字底座"), ("怎么干", "壮大数字产业"), ("保障措施", "保障措施")];
    assert_eq!(tasks, wanted);
}

#[test]
fn a_frame_ends_a_box_whatever_the_numbers_say() {
    let body = [
        p("甲县“十四五”康复规划"),
        p("一、重点任务"),
        p("1.提升服务。做好服务。"),
        boxed(&[p("专栏1 重点项目"), p("1.康复项目。建中心。"), p("2.培训项目。"), p("落实资金200万元。")].concat()),
        p("3.培训项目。也是任务，不是项目。"),
        p("二、保障措施"),
        p("（一）加强领导。"),
    ];
    let document = import::read("a.docx", &Docx::of(&body.concat()).bytes(), &Departments::bundled()).unwrap();
    let plan = &document.plans[0];
    let projects: Vec<&str> = plan.box_items(0).map(|item| item.text.as_str()).collect();
    assert_eq!(projects, ["康复项目。建中心。", "培训项目。\n落实资金200万元。"]);
    assert!(plan.tasks.iter().any(|task| task.special_box.is_none() && task.number == "3."));
    assert!(!plan.doubts.iter().any(|doubt| matches!(doubt.kind, DoubtKind::BoxExtent { .. })), "{:?}", plan.doubts);
}

/// Returns the parts of a valid file.
fn files() -> Vec<(String, Vec<u8>)> {
    let lists = list("1", &[level(0, "decimal", "%1.")]) + &instance(1, 1);
    Docx::of(&item(1, 0, "甲")).with("styles", &heading_style("H", 0, "")).with("numbering", &lists).files()
}

fn changed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let change = |(found, old)| if found == name { (found, bytes.to_vec()) } else { (found, old) };
    pack(&files().into_iter().map(change).collect::<Vec<_>>())
}

fn without(name: &str) -> Vec<u8> {
    pack(&files().into_iter().filter(|(found, _)| found != name).collect::<Vec<_>>())
}

#[rstest]
#[case::no_document(without("word/document.xml"), "word/document.xml")]
#[case::no_numbering(without("word/numbering.xml"), "word/numbering.xml")]
#[case::no_styles(without("word/styles.xml"), "word/styles.xml")]
#[case::torn_xml(changed("word/document.xml", b"<w:document><w:body>"), "word/document.xml")]
#[case::no_xml(changed("word/styles.xml", b"\x00\x01\x02"), "word/styles.xml")]
#[case::entities(changed("word/document.xml", b"<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>"), "word/document.xml")]
#[case::nesting(changed("word/document.xml", part("document", &"<w:tbl>".repeat(9999)).as_bytes()), "word/document.xml")]
#[case::a_bomb(changed("word/numbering.xml", &vec![b' '; 70 << 20]), "word/numbering.xml")]
fn a_broken_part_is_named(#[case] bytes: Vec<u8>, #[case] part: &str) {
    for language in [Language::Zh, Language::En] {
        let told = import::read("a.docx", &bytes, &Departments::bundled()).unwrap_err().text(language);
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn a_cut_off_file_is_damaged_and_a_locked_one_locked() {
    let whole = pack(&files());
    for part in [2, 3] {
        let cut = &whole[..whole.len() - whole.len() / part];
        assert!(matches!(read(cut), Err(PackageError::Damaged { .. })) && FileKind::of(cut) == FileKind::Docx);
    }
    let ole = |name: &str| {
        [b"\xD0\xCF\x11\xE0\xA1\xB1".to_vec(), name.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
    };
    let refused = |bytes: &[u8]| import::read("a", bytes, &Departments::bundled()).unwrap_err();
    assert_eq!(refused(&ole("EncryptedPackage")), ImportError::Package(PackageError::Encrypted));
    assert!(matches!(refused(&ole("WordDocument")), ImportError::Package(PackageError::Damaged { .. })));
    assert!(refused(&ole("PowerPoint Document")).text(Language::Zh).contains("另存为 .docx"));
    assert_eq!(refused(&vec![b' '; import::LARGEST + 1]), ImportError::TooLarge);
    assert_eq!(refused(&Docx::of("").bytes()), ImportError::Empty);
}

#[test]
fn a_name_that_leads_elsewhere_does_no_harm() {
    let mut files = files();
    files.push(("../../../etc/plandesk-escaped.xml".to_string(), b"<a/>".to_vec()));
    files.push(("/etc/passwd".to_string(), b"<a/>".to_vec()));
    assert_eq!(read(&pack(&files)).unwrap().text, "1. 甲");
}

#[test]
fn a_cell_of_very_many_lines_is_read_in_time() {
    let many = "<w:p><w:r><w:t>甲乙</w:t></w:r></w:p>".repeat(100_000);
    let body = table(&[row(&[cell("", &many), cell("", &p("丙"))])]);
    let files = Docx::of(&body).files();
    let parts: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert!(read(&stored(&parts)).unwrap().text.len() > 600_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_damaged_file_never_panics(flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = pack(&files());
        for (at, value) in flips {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let _ = import::read("a.docx", &bytes, &Departments::default());
    }

    #[test]
    fn any_nesting_of_elements_is_read_without_panic(names in proptest::collection::vec(0..24_usize, 0..60)) {
        const NAMES: [&str; 12] = ["p", "r", "t", "tbl", "tr", "tc", "tcPr", "ins", "sdt", "sdtContent", "txbxContent", "fldSimple"];
        let mut body = String::new();
        let mut open = Vec::new();
        for name in names {
            match NAMES.get(name) {
                Some(name) => {
                    body += &format!("<w:{name} w:val=\"1\" w:fldCharType=\"end\">文");
                    open.push(*name);
                }
                None => body += &open.pop().map(|name| format!("</w:{name}>")).unwrap_or_default(),
            }
        }
        body.extend(open.into_iter().rev().map(|name| format!("</w:{name}>")));
        prop_assert!(read(&Docx::of(&body).bytes()).is_ok());
    }
}
